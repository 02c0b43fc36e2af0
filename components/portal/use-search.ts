import { useDeferredValue } from "react";
import type { SearchView } from "#city/protocol/search-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";

const QUERY_CHARS_MIN = 2;

/** What the city's search finds while one types, and how it stands in words; null while nothing is asked. */
export function useSearch(
  text: string,
  foundIn: (view: SearchView) => string,
): { readonly view: SearchView | undefined; readonly status: string | null } {
  const t = useText("picker");
  const asked = useDeferredValue(text.trim());
  const isLong = asked.length >= QUERY_CHARS_MIN;
  const { data, problem } = useApi<SearchView>(isLong ? `/search?q=${encodeURIComponent(asked)}` : null);
  const told = problem !== null ? t("silent") : data === undefined ? t("searching") : foundIn(data);
  return { view: data, status: isLong ? told : null };
}
