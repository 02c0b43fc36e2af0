import { randomUUID } from "node:crypto";
import { linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { readIfThere } from "./files.mjs";
import { isStill } from "./processes.mjs";

const LAUNCHER = "start.mjs";
const MAX_TRIES = 10;

/**
 * Makes this process the only launcher of a data folder and returns the function that gives it up.
 * Throws a Failure if another one runs. The lock of a launcher that died is taken over.
 */
export function lockDataFolder(dataDir) {
  const file = join(dataDir, "launcher.lock");
  const mine = `${process.pid} ${randomUUID()}\n`;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    // Only a lock that was taken away between two looks makes a second try necessary.
    for (let tries = 0; tries < MAX_TRIES && !tryLink(draft, file); tries++) removeDeadLock(file);
    if (readIfThere(file) !== mine) throw busy(dataDir, readIfThere(file));
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (readIfThere(file) === mine) rmSync(file, { force: true });
  };
}

/** A link appears whole or not at all, and never replaces what is there. */
function tryLink(draft, file) {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function removeDeadLock(file) {
  const seen = readIfThere(file);
  if (seen === null) return;
  const pid = Number.parseInt(seen, 10);
  if (Number.isInteger(pid) && isStill(pid, LAUNCHER)) throw busy(join(file, ".."), seen);
  // Moved aside first: if someone else was quicker, what was moved is theirs and goes back.
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  if (readIfThere(aside) !== seen) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function busy(dataDir, holder) {
  return new Failure(
    `A city already runs from ${dataDir} (process ${Number.parseInt(holder ?? "", 10)}).`,
    "Stop that one first, or set DATA_DIR to another folder and PORT to another port.",
  );
}
