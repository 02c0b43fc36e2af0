import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningCity, startCity } from "#tests/util/running-city.ts";
import { waitFor } from "#tests/util/wait-for.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const RESUME_LIMIT_MS = 20_000;
const PARTS = ["worker", "broker", "web"] as const;

let city: RunningCity;
let scratch: string;

beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), "borough-launcher-"));
  city = await startCity();
});

afterAll(async () => {
  await city?.stop();
  city?.clean();
  rmSync(scratch, { recursive: true, force: true });
});

describe("the launcher", () => {
  it("[E2E-10] says in one sentence what keeps it from starting, and what to do about it", async () => {
    const port = new URL(city.url).port;
    const notAFolder = path.join(scratch, "file");
    writeFileSync(notAFolder, "");
    const free = path.join(scratch, "data");
    const [taken, second, file] = await Promise.all([
      launch({ DATA_DIR: free, PORT: port }),
      launch({ DATA_DIR: city.dataDir, PORT: "1" }),
      launch({ DATA_DIR: notAFolder, PORT: port }),
    ]);
    expect(taken.lines[0]).toBe(`Port ${port} on 127.0.0.1 is taken by another program.`);
    expect(second.lines[0]).toMatch(
      new RegExp(`^A city already runs from ${city.dataDir} \\(process \\d+\\)\\.$`),
    );
    expect(file.lines[0]).toMatch(new RegExp(`^The data folder ${notAFolder} cannot be used \\(\\w+\\)\\.$`));
    for (const { code, lines } of [taken, second, file]) {
      expect(code).toBe(1);
      // The sentence and its remedy.
      expect(lines).toHaveLength(2);
    }
  });

  it.each(PARTS)("[E2E-11] a killed %s is back by itself, and the city goes on", async (part) => {
    const before = city.processes().get(part) ?? 0;
    const tick = (await health()).tick;
    process.kill(before, "SIGKILL");
    await waitFor(async () => (city.processes().get(part) ?? before) !== before, {
      limitMs: 30_000,
      what: () => `another ${part}\n${city.output().slice(-4_000)}`,
    });
    await untilWell((now) => now.tick > tick + 2);
  });

  it("[E2E-12] Ctrl-C ends everything, and the next start goes on where the city was", async () => {
    await untilWell(() => true);
    const processes = [...city.processes()];
    const ports = [Number(new URL(city.url).port), ...innerPorts(city.dataDir)];
    expect(await Promise.all(ports.map(isOpen))).toEqual(ports.map(() => true));
    const { tick } = await health();

    expect(await city.stop()).toBe(0);
    expect(processes.map(([name]) => name).sort()).toEqual([
      "broker",
      "database",
      "launcher",
      "web",
      "worker",
    ]);
    expect(processes.filter(([name, pid]) => isRunning(pid, name !== "launcher"))).toEqual([]);
    expect(await Promise.all(ports.map(isOpen))).toEqual(ports.map(() => false));

    const startMs = performance.now();
    city = await startCity({}, city.dataDir);
    expect(performance.now() - startMs).toBeLessThan(RESUME_LIMIT_MS);
    expect((await health()).tick).toBeGreaterThanOrEqual(tick);
    await untilWell((now) => now.tick > tick + 2);
  });
});

interface Health {
  readonly tick: number;
  readonly broker: string;
}

async function health(): Promise<Health> {
  const response = await fetch(`${city.url}/api/v1/health`);
  return (await response.json()) as Health;
}

/** Waits until every part works: a viewer would see the city live. */
async function untilWell(condition: (now: Health) => boolean): Promise<void> {
  const well = async () => {
    const now = await health().catch(() => null);
    return now?.broker === "up" && condition(now);
  };
  await waitFor(well, { limitMs: 60_000, what: () => `the city to be well\n${city.output().slice(-4_000)}` });
}

/** Starts another launcher and waits for its end: its exit code and what it complained of. */
async function launch(settings: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: ROOT,
    env: { ...city.env, ...settings },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, lines: said.split("\n").filter((line) => line !== "") };
}

/** Whether a process lives, or, with `group`, anything that it started and that stayed in its group. */
function isRunning(pid: number, group: boolean): boolean {
  try {
    process.kill(group ? -pid : pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The ports of broker and database. */
function innerPorts(dataDir: string): number[] {
  const runtime = readFileSync(path.join(dataDir, "runtime.json"), "utf8");
  return [...runtime.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
