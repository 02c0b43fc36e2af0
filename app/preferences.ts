import { cookies, headers } from "next/headers";
import { type Locale, localeOf } from "#components/i18n/locales.ts";
import { type Theme, themeOf } from "#components/portal/theme.ts";

/** What a visit chose, by its cookies, or what its browser asks for. Reading it makes a page dynamic, as the nonce demands. */
export async function preferences(): Promise<{ readonly theme: Theme; readonly locale: Locale }> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return {
    theme: themeOf(jar.get("theme")?.value),
    locale: localeOf(jar.get("locale")?.value, head.get("accept-language")),
  };
}
