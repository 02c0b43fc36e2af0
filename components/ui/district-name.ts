import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { useText } from "#components/i18n/use-text.ts";

const CITY_HALL = formatId("dst", MAIN_WORLD, 0);

/** Gives a district's name: a name of its own, or for City Hall, which has none, the word for it. */
export function useDistrictName(): (district: { readonly id: string; readonly name: string }) => string {
  const t = useText("wallet");
  return ({ id, name }) => (id === CITY_HALL ? t("city") : name);
}
