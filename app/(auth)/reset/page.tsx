import type { Metadata } from "next";
import { ResetForm } from "#components/account/reset-forms.tsx";
import { textsOf } from "#components/i18n/texts-of.ts";
import { preferences } from "../../preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).auth.resetTitle };
}

export default function ResetPage() {
  return <ResetForm />;
}
