import type { Metadata } from "next";
import { OutboxPage } from "#components/account/outbox-page.tsx";
import { textsOf } from "#components/i18n/texts-of.ts";
import { preferences } from "../../preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: textsOf((await preferences()).locale).auth.outboxTitle };
}

/** Open to all: the API answers only on the machine itself, and only without a mail server. */
export default function Page() {
  return <OutboxPage />;
}
