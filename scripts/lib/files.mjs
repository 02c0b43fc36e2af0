import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { Failure } from "./failure.mjs";

/** Owner only: these files hold passwords. */
export const PRIVATE_MODE = 0o600;

/** Writes a whole file or nothing, even if the power fails in between. */
export function writeWhole(file, text, mode = 0o644) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.new`;
  const fd = openSync(draft, "w", mode);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, file);
}

/** The text of a file, or null if there is none. */
export function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw new Failure(`${file} cannot be read (${error.code}).`, "Give this user access to it.");
  }
}

/**
 * A small JSON file that this launcher wrote, or null if there is none. `valid` decides whether its content is
 * usable; `remedy` says what a person does if it is not.
 */
export function readOwnJson(file, valid, remedy) {
  const text = readIfThere(file);
  if (text === null) return null;
  try {
    const content = JSON.parse(text);
    if (typeof content === "object" && content !== null && valid(content)) return content;
  } catch {
    // Falls through: text that is not JSON is as damaged as JSON of another shape.
  }
  throw new Failure(`${file} is damaged.`, remedy);
}
