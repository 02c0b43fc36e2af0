import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const POLL_MS = 100;

/** Whether a process with this id runs (a zombie does not). */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  return stateOf(pid) !== "Z";
}

/** A dead child that nobody has collected yet still has an id. */
function stateOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.charAt(stat.lastIndexOf(")") + 2);
  } catch {
    return null;
  }
}

/** The command line of a running process, or "" where it cannot be told. */
export function commandOf(pid) {
  if (existsSync("/proc/self/cmdline")) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    } catch {
      return "";
    }
  }
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? "";
}

/**
 * Whether `pid` is still the process that was started as `part` of a command line: ids are used again, after a
 * restart of a container nearly always.
 */
export function isStill(pid, part) {
  return pid !== process.pid && isAlive(pid) && commandOf(pid).includes(part);
}

/** Waits until a process is gone, for at most `limitMs`. Returns whether it is. */
export async function waitGone(pid, limitMs) {
  const endMs = performance.now() + limitMs;
  while (isAlive(pid)) {
    if (performance.now() > endMs) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Waits; ends early, without an error, if `signal` is aborted. */
export function sleep(ms, signal) {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
