import { readFileSync } from "node:fs";
import { LIMITS } from "#city/limits.ts";
import { fault } from "#city/protocol/field-faults.ts";
import { ok, type Result } from "#city/result.ts";

/** Runs of digits, walks over the keyboard and the like, in lower case: what an attacker tries first. */
const COMMON = readLines("common-passwords.txt");
/** Words that are tried first with digits and signs after them. */
const COMMON_WORDS = readLines("common-words.txt");
const DECORATION = /[^\p{L}]{0,6}$/u;

export type NewPasswordFault = "password_length" | "common_password" | "personal_password";

/**
 * Checks a new password: its length in characters, and that it is not one of the thousands that anybody would try first.
 * Which kinds of characters it has does not matter. `personal` holds what others know: name and e-mail address.
 */
export function parseNewPassword(
  password: string,
  personal: readonly string[],
): Result<string, NewPasswordFault> {
  const length = [...password].length;
  if (length < LIMITS.passwordCharsMin || length > LIMITS.passwordCharsMax) {
    return fault("password_length", { min: LIMITS.passwordCharsMin, max: LIMITS.passwordCharsMax });
  }
  const lower = password.toLowerCase();
  if (isCommon(lower)) return fault("common_password");
  const known = personal.flatMap((text) => [text, text.split("@", 1)[0] ?? ""]);
  if (known.some((text) => text.toLowerCase() === lower)) return fault("personal_password");
  return ok(password);
}

function isCommon(lower: string): boolean {
  const word = lower.replace(DECORATION, "");
  return COMMON.has(lower) || COMMON_WORDS.has(lower) || COMMON_WORDS.has(word) || new Set(lower).size === 1;
}

function readLines(name: string): ReadonlySet<string> {
  const text = readFileSync(new URL(name, import.meta.url), "utf8");
  return new Set(text.split("\n").filter((line) => line !== ""));
}
