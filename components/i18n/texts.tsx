"use client";

import { type ReactNode, use, useSyncExternalStore } from "react";
import { IntlProvider } from "use-intl";
import type { Catalog } from "./catalog.ts";
import type { Locale } from "./locales.ts";

/** Each language is a file of its own, so that nobody loads another's texts. */
const LOADERS: Readonly<Record<Locale, () => Promise<Catalog>>> = {
  en: () => import("./en.ts").then((module) => module.en),
  de: () => import("./de.ts").then((module) => module.de),
};

const loaded = new Map<Locale, Promise<Catalog>>();

function load(locale: Locale): Promise<Catalog> {
  const known = loaded.get(locale) ?? LOADERS[locale]();
  loaded.set(locale, known);
  return known;
}

const never = () => () => {};

/** Gives everything below it its texts, and dates in the zone of whoever reads them. */
export function TextsProvider({
  locale,
  children,
}: {
  readonly locale: Locale;
  readonly children: ReactNode;
}) {
  const messages = use(load(locale));
  // The server does not know the reader's zone: the first picture is in UTC, so that both agree on it.
  const timeZone = useSyncExternalStore(
    never,
    () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
  return (
    <IntlProvider locale={locale} messages={messages} timeZone={timeZone}>
      {children}
    </IntlProvider>
  );
}
