"use client";

import { type ReactNode, useEffect, useState } from "react";
import { loadCityTexts } from "#components/i18n/city-texts.ts";
import type { Locale } from "#components/i18n/locales.ts";

interface CityLeafProps {
  readonly locale: Locale;
  readonly signedIn: boolean;
  readonly opening: string;
  readonly notFetched: string;
}

/** The client leaf of the first page: fetches the city's own code and texts only after the shell is on screen. */
export function CityLeaf({ locale, signedIn, opening, notFetched }: CityLeafProps) {
  const [app, setApp] = useState<ReactNode>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    Promise.all([import("./city-app.tsx"), loadCityTexts[locale]()]).then(
      ([{ CityApp }, texts]) =>
        !gone && setApp(<CityApp locale={locale} texts={texts} signedIn={signedIn} />),
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [locale, signedIn]);
  if (app) return app;
  return (
    <div className="city-sky absolute inset-0 grid place-items-center">
      <p className="rounded-full bg-white/80 px-4 py-2 text-sm text-slate-800" role="status">
        {failed ? notFetched : opening}
      </p>
    </div>
  );
}
