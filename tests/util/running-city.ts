import { type ChildProcess, spawn } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "./free-port.ts";
import { waitFor } from "./wait-for.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const START_LIMIT_MS = 150_000;
const STOP_LIMIT_MS = 40_000;

const NAMES = new Map([
  ["server/main.ts", "web"],
  ["worker/main.ts", "worker"],
  ["server/mqtt/broker-main.ts", "broker"],
]);

export interface RunningCity {
  readonly url: string;
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  /** Everything the launcher printed so far. */
  output(): string;
  /** Process ids by name: the launcher, the parts it runs (those that are up now), the database. */
  processes(): ReadonlyMap<string, number>;
  /** Stops the launcher as Ctrl-C does and waits until it is gone; its exit code. */
  stop(): Promise<number | null>;
  /** Removes the data folder. Call after stop(). */
  clean(): void;
}

/** Brings up the whole city by `npm start`'s own launcher: a hamlet with ticks of one second, unless `overrides` say otherwise. */
export async function startCity(
  overrides: Record<string, string> = {},
  reuseDataDir?: string,
): Promise<RunningCity> {
  const dataDir = reuseDataDir ?? mkdtempSync(path.join(tmpdir(), "borough-city-"));
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: String(port),
    CITY_SEED: "hamlet",
    CITY_BUILDINGS: "200",
    CITY_POPULATION: "400",
    CLOCK_SPEED: "60",
    ...overrides,
  };
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A test run that ends without stop() must not leave a city behind.
  process.once("exit", () => child.kill("SIGINT"));
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-200_000);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  await waitFor(
    async () => {
      if (child.exitCode !== null)
        throw new Error(`the launcher exited with ${child.exitCode}:\n${printed.slice(-4_000)}`);
      return isHealthy(url);
    },
    { limitMs: START_LIMIT_MS, what: () => `the city to answer\n${printed.slice(-4_000)}` },
  );
  return {
    url,
    dataDir,
    env,
    output: () => printed,
    processes: () => processesOf(dataDir, child.pid ?? 0),
    stop: () => stop(child),
    clean: () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** The launcher writes down what it runs; every part leads a process group of its own. */
function processesOf(dataDir: string, launcher: number): ReadonlyMap<string, number> {
  const parts: unknown = JSON.parse(readFileSync(path.join(dataDir, "children.json"), "utf8"));
  const found = new Map([["launcher", launcher]]);
  for (const part of Array.isArray(parts) ? parts : []) {
    const [script, pid] = Array.isArray(part) ? part : [];
    if (typeof script === "string" && typeof pid === "number") found.set(NAMES.get(script) ?? script, pid);
  }
  for (const file of globSync(path.join(dataDir, "postgres/*/postmaster.pid"))) {
    found.set("database", Number.parseInt(readFileSync(file, "utf8"), 10));
  }
  return found;
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/v1/health`);
    const body: unknown = await response.json();
    return (
      response.ok && typeof body === "object" && body !== null && "tick" in body && Number(body.tick) > 0
    );
  } catch {
    return false;
  }
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill("SIGINT");
  await waitFor(async () => child.exitCode !== null || child.signalCode !== null, {
    limitMs: STOP_LIMIT_MS,
    what: () => "the launcher to stop",
  });
  return child.exitCode;
}
