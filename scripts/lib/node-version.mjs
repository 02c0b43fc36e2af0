import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { runCommand } from "./command.mjs";
import { Failure } from "./failure.mjs";
import { createLog } from "./log.mjs";
import { npmCommand } from "./npm.mjs";

const RUNTIME_MAJOR = 24;
const PARENT_POLL_MS = 500;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Whether this version runs Borough, runs at least this launcher, or neither. */
export function nodeFitness(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major >= RUNTIME_MAJOR) return "ready";
  return major > 20 || (major === 20 && minor >= 19) ? "launcher_only" : "too_old";
}

/**
 * Returns under Node 24 or newer. Under an older one it fetches Node 24 into .borough/node once, runs
 * `entry` there with the same arguments, passes signals on, and exits with its result.
 */
export async function enterRuntime(root, entry, args = process.argv.slice(2)) {
  const fitness = nodeFitness(process.versions.node);
  if (fitness === "too_old") {
    throw new Failure(
      `Node ${process.versions.node} is too old.`,
      "Install Node 24 from https://nodejs.org (20.19 is the oldest that can fetch it by itself) and start again.",
    );
  }
  stopWithParent();
  if (fitness === "launcher_only") await handOver(await fetchRuntime(root), entry, args);
}

async function fetchRuntime(root) {
  const prefix = join(root, ".borough", "node");
  const bin = join(prefix, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(bin)) return bin;
  mkdirSync(prefix, { recursive: true });
  // npm asks for leave to run the script by which the package puts the binary in place.
  const manifest = { private: true, allowScripts: { node: true } };
  writeFileSync(join(prefix, "package.json"), `${JSON.stringify(manifest)}\n`);
  await runCommand({
    label: `fetching Node ${RUNTIME_MAJOR} (this is Node ${process.versions.node})`,
    ...npmCommand(["install", "--prefix", prefix, `node@${RUNTIME_MAJOR}`, "--no-audit", "--no-fund"]),
    cwd: prefix,
    env: process.env,
    log: createLog("borough"),
    remedy:
      "Connect this machine to the npm registry, or install Node 24 from https://nodejs.org, and start again.",
  });
  return bin;
}

/** Runs `entry` under the fetched binary; never returns. */
async function handOver(bin, entry, args) {
  const env = { ...process.env, PATH: `${dirname(bin)}${delimiter}${process.env.PATH ?? ""}` };
  // Its own session: a terminal's Ctrl-C reaches this process alone, which then passes it on exactly once.
  const child = spawn(bin, [entry, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    detached: true,
    env,
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  const [code, killedBy] = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (...outcome) => resolve(outcome));
  });
  process.exit(code ?? 128 + constants.signals[killedBy]);
}

/**
 * Tells this process to stop when whoever started it dies without a word: the process that handed over to it, or the
 * shell that npm puts in between, which keeps npm's own signals to itself.
 */
function stopWithParent() {
  const stop = () => process.kill(process.pid, "SIGTERM");
  if (process.channel !== undefined) {
    process.channel.unref();
    process.once("disconnect", stop);
  } else if (process.env.npm_lifecycle_event !== undefined) {
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      stop();
    }, PARENT_POLL_MS);
    watch.unref();
  }
}
