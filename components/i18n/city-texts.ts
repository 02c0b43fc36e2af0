import type { CityTexts } from "./catalog.ts";
import type { Locale } from "./locales.ts";

/** The texts of the city's page: fetched beside its code, after the shell is on screen. */
export const loadCityTexts: Readonly<Record<Locale, () => Promise<CityTexts>>> = {
  en: () => import("./en/city.ts").then((module) => module.city),
  de: () => import("./de/city.ts").then((module) => module.city),
};
