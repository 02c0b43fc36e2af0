import type { Metadata } from "next";
import { textsOf } from "#components/i18n/texts-of.ts";
import { ProfilePage } from "#components/portal/agents/profile-page.tsx";
import { preferences } from "../../../preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).agents.profile.title };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  return <ProfilePage id={(await params).id} />;
}
