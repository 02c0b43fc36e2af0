import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { killGroup } from "./command.mjs";
import { readableLine } from "./log-line.mjs";
import { waitGone } from "./processes.mjs";

const TAIL_LINES = 20;
/** A program that a person has to help first exits with this; its last line on the error stream says why. */
const EXIT_REFUSED = 78;

/**
 * Starts one long-running program of the city. It leads its own process group, so that a terminal's Ctrl-C does
 * not reach it before its turn, and holds a channel to us by which it notices if we die.
 */
export function startChild({ root, script, args = [], env, log }) {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  const tail = [];
  let lastError = null;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (stream === child.stderr) lastError = line;
      const text = readableLine(line);
      tail.push(text);
      if (tail.length > TAIL_LINES) tail.shift();
      log(text);
    });
  }
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      // What it says last may still be under way to us.
      if (code === EXIT_REFUSED) child.once("close", () => resolve(`exit ${code}`));
      else resolve(`exit ${signal ?? code}`);
    });
  });
  return {
    pid: child.pid,
    exited,
    tail: () => [...tail],
    /** Why it must not be started again, one sentence; null when it may be. */
    refusal: () => (child.exitCode === EXIT_REFUSED ? lastError : null),
    /** Asks it to stop, and ends it with all it started when it has not after `graceMs`. */
    stop: async (graceMs) => {
      child.kill("SIGTERM");
      if (!(await waitGone(child.pid, graceMs))) log(`did not stop within ${graceMs / 1000} s: killed`);
      killGroup(child.pid, "SIGKILL");
      await exited;
    },
    kill: () => killGroup(child.pid, "SIGKILL"),
  };
}
