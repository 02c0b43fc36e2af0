import { LIMITS } from "#city/limits.ts";

export type Strength = "short" | "weak" | "fair" | "good";

/** Distinct characters below which a long password is still a pattern. */
const DISTINCT_MIN = 5;
const FAIR_CHARS = 12;
const GOOD_CHARS = 18;

/** What to say about a password while it is typed. Only a hint: the server has the list of those that everybody tries. */
export function strengthOf(password: string, personal: readonly string[]): Strength {
  const chars = [...password];
  if (chars.length < LIMITS.passwordCharsMin) return "short";
  const lower = password.toLowerCase();
  const known = personal
    .flatMap((text) => text.toLowerCase().split(/[\s@.]+/))
    .filter((word) => word.length > 2 && lower.includes(word));
  const own = known.reduce((length, word) => length - word.length, chars.length);
  if (new Set(chars).size < DISTINCT_MIN || own < LIMITS.passwordCharsMin) return "weak";
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  const score = own + (kinds - 1) * 2;
  if (score < FAIR_CHARS) return "weak";
  return score < GOOD_CHARS ? "fair" : "good";
}
