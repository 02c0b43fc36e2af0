import { LIMITS } from "#city/limits.ts";
import { err, ok, type Result } from "#city/result.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;

/**
 * Reads a JSON body strictly: valid UTF-8, no name given twice in an object, no `__proto__`, no NUL or lone surrogate in
 * any text (the database could not keep them), not deeper than LIMITS.jsonDepthMax.
 */
export function parseJsonBody(bytes: Uint8Array): Result<unknown, "bad_request"> {
  if (bytes.length === 0) return err("bad_request", "The body is empty; send a JSON object.");
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return err("bad_request", "The body is not valid UTF-8.");
  }
  const tooDeep = depthFault(text);
  if (tooDeep !== null) return err("bad_request", tooDeep);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return err(
      "bad_request",
      `The body is not JSON: ${error instanceof Error ? error.message.slice(0, 120) : "unreadable"}.`,
    );
  }
  const fault = textFault(text);
  return fault === null ? ok(value) : err("bad_request", fault);
}

/** Before parsing, so that no depth can hurt the parser or those who walk what it made. */
function depthFault(json: string): string | null {
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const char = json.charCodeAt(i);
    if (char === QUOTE) i = endOfText(json, i) - 1;
    else if (char === OPEN_OBJECT || char === OPEN_LIST) depth++;
    else if (char === CLOSE_OBJECT || char === CLOSE_LIST) depth--;
    if (depth > LIMITS.jsonDepthMax) return `The body is nested deeper than ${LIMITS.jsonDepthMax} levels.`;
  }
  return null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** Walks the texts of what is known to be JSON; parsing alone keeps the last of two equal names without a word. */
function textFault(json: string): string | null {
  const names: Set<string>[] = [];
  for (let i = 0; i < json.length; i++) {
    const char = json.charCodeAt(i);
    if (char === OPEN_OBJECT) names.push(new Set());
    else if (char === CLOSE_OBJECT) names.pop();
    else if (char === QUOTE) {
      const end = endOfText(json, i);
      const text: unknown = JSON.parse(json.slice(i, end));
      if (typeof text !== "string") continue;
      const fault = unfitText(text) ?? (isName(json, end) ? nameFault(text, names.at(-1)) : null);
      if (fault !== null) return fault;
      i = end - 1;
    }
  }
  return null;
}

/** Index after the text that begins at `start`; the end of all where it is never closed. */
function endOfText(json: string, start: number): number {
  let i = start + 1;
  while (i < json.length && json.charCodeAt(i) !== QUOTE) i += json.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return i + 1;
}

function isName(json: string, end: number): boolean {
  let i = end;
  while (/\s/.test(json.charAt(i))) i++;
  return json.charCodeAt(i) === COLON;
}

function nameFault(name: string, seen: Set<string> | undefined): string | null {
  if (name === "__proto__") return 'The name "__proto__" is not allowed.';
  if (seen?.has(name)) return `The name ${JSON.stringify(name.slice(0, 40))} is given twice in one object.`;
  seen?.add(name);
  return null;
}

/** Why a text cannot be kept, or null. */
export function unfitText(text: string): string | null {
  if (text.includes("\0")) return "A text holds the character NUL (\\u0000), which cannot be kept.";
  return LONE_SURROGATE.test(text)
    ? "A text holds half of a surrogate pair, which is not a character."
    : null;
}
