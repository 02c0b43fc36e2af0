import type { Metadata } from "next";
import { textsOf } from "#components/i18n/texts-of.ts";
import { PropertiesPage } from "#components/portal/property/properties-page.tsx";
import { preferences } from "../../preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).property.title };
}

export default function Page() {
  return <PropertiesPage />;
}
