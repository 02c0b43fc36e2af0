import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountPage } from "#components/account/account-page.tsx";
import { textsOf } from "#components/i18n/texts-of.ts";
import { currentPerson } from "#server/auth/session.next.ts";
import { preferences } from "../../preferences.ts";
import { type Search, textIn } from "../../search.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).account.title };
}

export default async function Page({ searchParams }: { readonly searchParams: Promise<Search> }) {
  if ((await currentPerson()) === null) redirect("/sign-in?next=/account");
  return <AccountPage tab={textIn(await searchParams, "tab")} />;
}
