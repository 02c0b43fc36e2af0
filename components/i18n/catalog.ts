import type { city } from "./en/city.ts";
import type { en } from "./en.ts";

/** The shape that the portal's catalog of any language has: the English one's keys, each with a text. */
export type Catalog = Texts<typeof en>;

/** The same for the city's own page. */
export type CityTexts = Texts<typeof city>;

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
