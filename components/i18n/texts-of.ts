import type { Catalog, CityTexts } from "./catalog.ts";
import { city as deCity } from "./de/city.ts";
import { de } from "./de.ts";
import { city as enCity } from "./en/city.ts";
import { en } from "./en.ts";
import type { Locale } from "./locales.ts";

const CATALOGS: Readonly<Record<Locale, Catalog>> = { en, de };

/** A language's texts at once, for what only the server renders: titles, and pages without code of their own. */
export function textsOf(locale: Locale): Catalog {
  return CATALOGS[locale];
}

const CITY: Readonly<Record<Locale, CityTexts>> = { en: enCity, de: deCity };

/** The same for the city's own page. */
export function cityTextsOf(locale: Locale): CityTexts {
  return CITY[locale];
}
