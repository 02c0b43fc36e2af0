import { readFileSync } from "node:fs";
import { LIMITS } from "#city/limits.ts";
import { err, ok, type Result } from "#city/result.ts";

/** Runs of digits, walks over the keyboard and the like, in lower case: what an attacker tries first. */
const COMMON = readLines("common-passwords.txt");
/** Words that are tried first with digits and signs after them. */
const COMMON_WORDS = readLines("common-words.txt");
const DECORATION = /[^\p{L}]{0,6}$/u;

/**
 * Checks a new password: its length in characters, and that it is not one of the thousands that anybody would try first.
 * Which kinds of characters it has does not matter. `personal` holds what others know: name and e-mail address.
 */
export function parseNewPassword(
  password: string,
  personal: readonly string[],
): Result<string, "bad_password"> {
  const length = [...password].length;
  if (length < LIMITS.passwordCharsMin || length > LIMITS.passwordCharsMax) {
    return err(
      "bad_password",
      `A password has ${LIMITS.passwordCharsMin} to ${LIMITS.passwordCharsMax} characters; several words make a good one.`,
    );
  }
  const lower = password.toLowerCase();
  if (isCommon(lower)) {
    return err("bad_password", "This is one of the passwords everybody tries first: choose another.");
  }
  const known = personal.flatMap((text) => [text, text.split("@", 1)[0] ?? ""]);
  if (known.some((text) => text.toLowerCase() === lower)) {
    return err("bad_password", "Your name or e-mail address is no password: choose another.");
  }
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
