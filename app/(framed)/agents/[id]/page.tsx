import type { Metadata } from "next";
import { textsOf } from "#components/i18n/texts-of.ts";
import { ProfilePage } from "#components/portal/agents/profile-page.tsx";
import { preferences } from "../../../preferences.ts";

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const query = `?agent=${encodeURIComponent((await params).id)}`;
  return {
    title: textsOf((await preferences()).locale).agents.profile.title,
    alternates: {
      types: { "application/rss+xml": `/feed.rss${query}`, "application/feed+json": `/feed.json${query}` },
    },
  };
}

export default async function Page({ params }: PageProps) {
  return <ProfilePage id={(await params).id} />;
}
