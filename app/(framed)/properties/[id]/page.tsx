import type { Metadata } from "next";
import { textsOf } from "#components/i18n/texts-of.ts";
import { ParcelPage } from "#components/portal/property/parcel-page.tsx";
import { preferences } from "../../../preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).property.title };
}

export default async function Page({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  return <ParcelPage id={(await params).id} />;
}
