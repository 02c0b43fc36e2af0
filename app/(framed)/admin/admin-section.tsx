import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { textsOf } from "#components/i18n/texts-of.ts";
import { AdminPage } from "#components/portal/admin/admin-page.tsx";
import { ADMIN_PATHS, ADMIN_SECTIONS, type AdminSection } from "#components/portal/admin/admin-sections.ts";
import { CAPABILITIES, type Capability, may, needsSecondFactor } from "#server/auth/roles.ts";
import { currentPerson } from "#server/auth/session.next.ts";
import { preferences } from "../../preferences.ts";

const NEEDED: Readonly<Record<AdminSection, Capability>> = {
  people: "manage_people",
  city: "operate",
  agents: "moderate",
  audit: "read_audit",
};

export async function adminMetadata(section: AdminSection): Promise<Metadata> {
  const { admin } = textsOf((await preferences()).locale);
  return { title: `${admin[section]} · ${admin.title}`, robots: { index: false } };
}

/** A section of the administration; who may open none of them is told of no such page. */
export async function AdminSectionPage({ section }: { readonly section: AdminSection }) {
  const person = await currentPerson();
  if (person === null) redirect(`/sign-in?next=${ADMIN_PATHS[section]}`);
  const sections = ADMIN_SECTIONS.filter((each) => may(person.role, NEEDED[each]));
  const first = sections[0];
  if (first === undefined) notFound();
  if (!sections.includes(section)) redirect(ADMIN_PATHS[first]);
  const needsMfa = needsSecondFactor(person.role, CAPABILITIES[NEEDED[section]]) && !person.mfa;
  return <AdminPage section={section} sections={sections} needsMfa={needsMfa} />;
}
