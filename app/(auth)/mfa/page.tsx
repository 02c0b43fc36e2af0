import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { MfaSetup } from "#components/account/mfa-setup.tsx";
import { nextPath } from "#components/account/next-path.ts";
import { PendingMfa } from "#components/account/pending-mfa.tsx";
import { textsOf } from "#components/i18n/texts-of.ts";
import { currentPerson, pendingPerson } from "#server/auth/session.next.ts";
import { preferences } from "../../preferences.ts";
import { type Search, textIn } from "../../search.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).auth.mfaTitle };
}

/** The second step: to give it while signing in, or to set it up. */
export default async function MfaPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  const next = textIn(await searchParams, "next");
  if ((await pendingPerson()) !== null) return <PendingMfa next={nextPath(next ?? undefined)} />;
  const person = await currentPerson();
  if (person === null) redirect("/sign-in?next=/mfa");
  if (person.mfaEnabled) redirect("/account");
  return <MfaSetup />;
}
