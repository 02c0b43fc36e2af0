import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { textsOf } from "#components/i18n/texts-of.ts";
import { OwnAgentPage } from "#components/portal/agents/own-agent-page.tsx";
import { currentPerson } from "#server/auth/session.next.ts";
import { preferences } from "../../../../preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).agents.title };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const { id } = await params;
  if ((await currentPerson()) === null)
    redirect(`/sign-in?next=${encodeURIComponent(`/portal/agents/${id}`)}`);
  return <OwnAgentPage id={id} />;
}
