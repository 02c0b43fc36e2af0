import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { textsOf } from "#components/i18n/texts-of.ts";
import { WalletPage } from "#components/portal/wallet/wallet-page.tsx";
import { currentPerson } from "#server/auth/session.next.ts";
import { preferences } from "../../preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).wallet.title };
}

export default async function Page() {
  if ((await currentPerson()) === null) redirect("/sign-in?next=/wallet");
  return <WalletPage />;
}
