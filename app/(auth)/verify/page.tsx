import type { Metadata } from "next";
import { VerifyPage } from "#components/account/verify-page.tsx";
import { textsOf } from "#components/i18n/texts-of.ts";
import { preferences } from "../../preferences.ts";
import { type Search, textIn } from "../../search.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).auth.verifying };
}

export default async function Page({ searchParams }: { readonly searchParams: Promise<Search> }) {
  return <VerifyPage token={textIn(await searchParams, "token")} />;
}
