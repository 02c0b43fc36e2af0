import { cityTextsOf } from "#components/i18n/texts-of.ts";
import { CityLeaf } from "#components/ui/city-leaf.tsx";
import { personForPage } from "./person.ts";
import { preferences } from "./preferences.ts";

/** The living city. The shell is complete without scripts; the canvas and its panels come in a later chunk. */
export default async function CityPage() {
  const [{ locale }, person] = await Promise.all([preferences(), personForPage()]);
  const texts = cityTextsOf(locale);
  return (
    <main className="city-page relative h-dvh w-full overflow-hidden">
      <header className="pointer-events-none absolute inset-x-0 top-0 z-20 flex items-start justify-between p-3 sm:p-4">
        <h1 className="inline-block text-lg font-semibold tracking-tight text-white [text-shadow:0_1px_10px_rgb(4_14_22/.6)]">
          {texts.title}
        </h1>
        <p className="sr-only">{texts.about}</p>
        <a
          href={person ? "/portal" : "/sign-in"}
          className="panel pointer-events-auto inline-flex min-h-11 items-center px-3 text-sm font-medium hover:text-accent sm:px-4"
        >
          {person ? texts.portal : texts.signIn}
        </a>
      </header>
      <CityLeaf
        locale={locale}
        signedIn={person !== null}
        opening={texts.opening}
        notFetched={texts.notFetched}
      />
      <noscript>
        <p className="absolute inset-x-4 top-24 z-20 mx-auto max-w-md rounded-2xl bg-white p-5 text-slate-900">
          {texts.noScript}
        </p>
      </noscript>
    </main>
  );
}
