import { LIMITS } from "#city/limits.ts";
import { fault } from "#city/protocol/field-faults.ts";
import { ok, type Result } from "#city/result.ts";

/** Letters, marks, digits, punctuation, symbols and plain spaces: no control, zero-width or direction-changing characters. */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u;
/** These are letters to Unicode and yet nothing to the eye. */
const BLANK_LETTERS = /[\u115F\u1160\u3164\uFFA0\u2800]/u;
/** More marks on one letter than any script needs spill over the lines around it. */
const STACKED_MARKS = /\p{M}{4}/u;

export type NameFault = "name_length" | "bad_name";

/** The name as it will be kept: composed form, no space at its ends. Names need not be unique. */
export function parseAgentName(text: string): Result<string, NameFault> {
  return parseLabel(text, LIMITS.agentNameCharsMax);
}

/** A name of anything that people name, of at most `charsMax` characters, under the same rules. */
export function parseLabel(text: string, charsMax: number): Result<string, NameFault> {
  const name = text.normalize("NFC").trim();
  const length = [...name].length;
  if (length < 1 || length > charsMax) return fault("name_length", { max: charsMax, length });
  if (!PRINTABLE.test(name) || BLANK_LETTERS.test(name) || STACKED_MARKS.test(name)) {
    return fault("bad_name");
  }
  return ok(name);
}
