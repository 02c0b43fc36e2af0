import type { Metadata } from "next";
import { ResetConfirmForm } from "#components/account/reset-forms.tsx";
import { textsOf } from "#components/i18n/texts-of.ts";
import { preferences } from "../../../preferences.ts";
import { type Search, textIn } from "../../../search.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).auth.resetConfirmTitle };
}

export default async function ResetConfirmPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  return <ResetConfirmForm token={textIn(await searchParams, "token")} />;
}
