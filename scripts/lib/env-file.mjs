import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";

const ASSIGNMENT = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;
const SINGLE_QUOTED = /^'([^']*)'\s*(?:#.*)?$/;
const DOUBLE_QUOTED = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/;
const ESCAPES = { n: "\n", r: "\r", t: "\t" };

/**
 * Reads KEY=value lines: comments, blank lines, "export", single quotes (verbatim) and double quotes (with
 * \n, \t, \" and \\). Throws a Failure that names the line it cannot read.
 */
export function parseEnvFile(text) {
  const values = {};
  for (const [index, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const match = ASSIGNMENT.exec(line);
    const value = match === null ? null : readValue(match[2]);
    if (value === null) {
      throw new Failure(
        `Line ${index + 1} of .env is not a setting.`,
        "Write KEY=value, and close every quote; a line that starts with # is a comment.",
      );
    }
    values[match[1]] = value;
  }
  return values;
}

function readValue(text) {
  if (text.startsWith("'")) return SINGLE_QUOTED.exec(text)?.[1] ?? null;
  if (!text.startsWith('"')) return text.replace(/(^|\s)#.*$/, "").trim();
  const body = DOUBLE_QUOTED.exec(text)?.[1];
  return body?.replace(/\\(.)/g, (_, letter) => ESCAPES[letter] ?? letter) ?? null;
}

/** The settings of this start: those of .env in `root`, overruled by the environment. Empty means unset. */
export function loadSettings(root, environment = process.env) {
  const file = join(root, ".env");
  const fromFile = existsSync(file) ? parseEnvFile(readFileSync(file, "utf8")) : {};
  return Object.fromEntries(
    Object.entries({ ...fromFile, ...environment }).filter(
      ([, value]) => value !== undefined && value !== "",
    ),
  );
}
