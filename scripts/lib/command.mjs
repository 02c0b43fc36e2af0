import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Failure } from "./failure.mjs";
import { elapsed } from "./log.mjs";
import { readableLine } from "./log-line.mjs";

const HEARTBEAT_MS = 10_000;
const TAIL_LINES = 20;

/**
 * Runs one command to its end. Says that it began, that it still runs (every ten seconds) and how long it took.
 * Its own output is shown only with `show`; otherwise the last lines come with the Failure of a bad exit.
 * Aborting `signal` ends the command and everything it started.
 */
export async function runCommand({ label, command, args, cwd, env, log, signal, remedy, show = false }) {
  signal?.throwIfAborted();
  const startMs = performance.now();
  log(`${label} ...`);
  const heartbeat = setInterval(() => log(`${label}: ${elapsed(startMs)} so far`), HEARTBEAT_MS);
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const onAbort = () => killGroup(child.pid, "SIGTERM");
  signal?.addEventListener("abort", onAbort, { once: true });
  const tail = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (line.trim() === "") return;
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      if (show) log(readableLine(line));
    });
  }
  try {
    const outcome = await new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("close", (code, killedBy) => resolve(code === 0 ? null : `exit ${killedBy ?? code}`));
    });
    signal?.throwIfAborted();
    if (outcome !== null)
      throw new Failure(`${capitalised(label)} failed (${outcome}).`, remedy, show ? [] : tail);
    log(`${label}: done in ${elapsed(startMs)}`);
  } finally {
    clearInterval(heartbeat);
    signal?.removeEventListener("abort", onAbort);
  }
}

function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Signals a process that leads its own group, and all that it started. */
export function killGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}
