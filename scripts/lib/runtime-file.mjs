import { rmSync } from "node:fs";
import { join } from "node:path";
import { PRIVATE_MODE, readOwnJson, writeWhole } from "./files.mjs";
import { isStill } from "./processes.mjs";

const REMEDY = "Delete it and run npm start again.";

/** Tells tools on this machine how to reach the running city. `env` is what they get in their environment. */
export function writeRuntime(dataDir, env) {
  writeWhole(fileIn(dataDir), `${JSON.stringify({ pid: process.pid, env }, null, 2)}\n`, PRIVATE_MODE);
}

export function removeRuntime(dataDir) {
  rmSync(fileIn(dataDir), { force: true });
}

/** The environment for tools, or null if no city runs from this folder. */
export function readRuntime(dataDir) {
  const runtime = readOwnJson(
    fileIn(dataDir),
    ({ pid, env }) => Number.isInteger(pid) && typeof env === "object",
    REMEDY,
  );
  return runtime !== null && isStill(runtime.pid, "start.mjs") ? runtime.env : null;
}

function fileIn(dataDir) {
  return join(dataDir, "runtime.json");
}
