import type { Metadata } from "next";
import { textsOf } from "#components/i18n/texts-of.ts";
import { PlansPage } from "#components/portal/plans/plans-page.tsx";
import { preferences } from "../../preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).plans.title };
}

export default function Page() {
  return <PlansPage />;
}
