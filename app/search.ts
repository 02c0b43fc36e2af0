/** The query of a page's address. */
export type Search = Readonly<Record<string, string | string[] | undefined>>;

/** One value of it; null when it is missing or given twice. */
export function textIn(search: Search, name: string): string | null {
  const value = search[name];
  return typeof value === "string" ? value : null;
}
