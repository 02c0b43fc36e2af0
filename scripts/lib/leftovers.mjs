import { join } from "node:path";
import { killGroup } from "./command.mjs";
import { readIfThere, writeWhole } from "./files.mjs";
import { isStill, waitGone } from "./processes.mjs";

/** As long as a worker may take to write its last snapshot, and a little more. */
const LIMIT_MS = 30_000;

/** Writes down which processes this launcher has started, for the next one in case this one is killed. */
export function childRegister(dataDir) {
  const children = new Map();
  return (name, script, pid) => {
    if (pid === null) children.delete(name);
    else children.set(name, [script, pid]);
    writeWhole(fileIn(dataDir), `${JSON.stringify([...children.values()])}\n`);
  };
}

/** Waits for what a killed launcher left behind: it notices by itself and stops in good order, or is ended. */
export async function clearLeftovers(dataDir, log) {
  for (const [script, pid] of readChildren(dataDir)) {
    if (!isStill(pid, script)) continue;
    log(`waiting for ${script} of an earlier start to stop (process ${pid})`);
    if (await waitGone(pid, LIMIT_MS)) continue;
    log(`${script} does not stop: killed`);
    killGroup(pid, "SIGKILL");
    await waitGone(pid, LIMIT_MS);
  }
}

function readChildren(dataDir) {
  try {
    return JSON.parse(readIfThere(fileIn(dataDir)) ?? "[]");
  } catch {
    // Only a convenience: without it a port may turn out to be taken, which is said clearly.
    return [];
  }
}

function fileIn(dataDir) {
  return join(dataDir, "children.json");
}
