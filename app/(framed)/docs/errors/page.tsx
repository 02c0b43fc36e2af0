import type { Metadata } from "next";
import { errorTexts } from "#components/i18n/error-texts.ts";
import { ErrorHandbook } from "#components/portal/error-handbook.tsx";
import { preferences } from "../../../preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: errorTexts((await preferences()).locale).title };
}

export default async function Page() {
  return <ErrorHandbook texts={errorTexts((await preferences()).locale)} />;
}
