import type { Metadata } from "next";
import { textsOf } from "#components/i18n/texts-of.ts";
import { ParcelPage } from "#components/portal/property/parcel-page.tsx";
import { preferences } from "../../../preferences.ts";

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const query = `?parcel=${encodeURIComponent((await params).id)}`;
  return {
    title: textsOf((await preferences()).locale).property.title,
    alternates: {
      types: { "application/rss+xml": `/feed.rss${query}`, "application/feed+json": `/feed.json${query}` },
    },
  };
}

export default async function Page({ params }: PageProps) {
  return <ParcelPage id={(await params).id} />;
}
