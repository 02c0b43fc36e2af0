import type { Metadata } from "next";
import { textsOf } from "#components/i18n/texts-of.ts";
import { TreasuryPage } from "#components/portal/wallet/treasury-page.tsx";
import { preferences } from "../../preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).treasury.title };
}

export default function Page() {
  return <TreasuryPage />;
}
