import { ApiFault } from "./problem.ts";

/** A whole number from the query, or null when it is absent. Throws ApiFault for anything else. */
export function wholeFrom(query: unknown, name: string, min: number, max: number): number | null {
  const text = textFrom(query, name);
  if (text === null) return null;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw badQuery(`The query's "${name}" must be a whole number from ${min} to ${max}.`);
}

/** A text from the query, or null when it is absent. Throws ApiFault when it is given twice. */
export function textFrom(query: unknown, name: string): string | null {
  if (typeof query !== "object" || query === null || !Object.hasOwn(query, name)) return null;
  const value: unknown = Object.entries(query).find(([field]) => field === name)?.[1];
  if (typeof value === "string") return value;
  throw badQuery(`The query gives "${name}" more than once.`);
}

export function badQuery(detail: string): ApiFault {
  return new ApiFault({ code: "bad_request", detail });
}
