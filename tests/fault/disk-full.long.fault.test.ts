import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ActingAgents, expectNothingLost, untilAllDone } from "#tests/util/acting-agents.ts";
import { FaultCity } from "#tests/util/fault-city.ts";
import { freePort } from "#tests/util/free-port.ts";
import { KillablePostgres } from "#tests/util/killable-postgres.ts";
import type { KillableWorker } from "#tests/util/killable-worker.ts";
import { Draws } from "#tests/util/seed.ts";

/** Room for an empty database, its log and a minute of the city. */
const DISK_MB = 220;
const BLOCK = Buffer.alloc(1_048_576, 1);
const BACK_MAX_MS = 20_000;

let disk: string;
let database: KillablePostgres;
let city: FaultCity;
let web: KillableWorker;
let worker: KillableWorker;
let agents: ActingAgents;
let acts: Promise<void>;
const acting = new AbortController();

/** Fills the disk to its last byte; returns how to make room again. */
function fill(): () => void {
  const ballast = path.join(disk, "ballast");
  const file = openSync(ballast, "w");
  try {
    for (;;) writeSync(file, BLOCK);
  } catch {
    // Full.
  } finally {
    closeSync(file);
  }
  return () => rmSync(ballast);
}

// Only root may make a small disk.
describe.skipIf(process.getuid?.() !== 0)("a full disk", () => {
  beforeAll(async () => {
    disk = mkdtempSync(path.join(tmpdir(), "borough-disk-"));
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MB}m,mode=0755`, "tmpfs", disk]);
    if (mounted.status !== 0) throw new Error(`no small disk can be had: ${String(mounted.stderr)}`);
    database = await KillablePostgres.open(disk);
    city = await FaultCity.open({ CLOCK_SPEED: "120", DATABASE_URL: database.url }, database);
    const port = await freePort();
    const asWeb = { PORT: String(port), MQTT_USERNAME: "web", MQTT_PASSWORD: "web-password-00000" };
    web = city.process({ ...city.env, ...asWeb }, ["tests/fault/web-process.ts"]);
    worker = city.worker("fault");
    agents = await ActingAgents.add(city.pool, 6);
    for (const each of [web, worker]) each.start();
    await city.untilTick(3);
    acts = agents.act(`http://127.0.0.1:${port}`, new Draws(1), acting.signal);
    await city.until("acknowledgements", async () => agents.acknowledged.length > 6);
  }, 120_000);

  afterAll(async () => {
    acting.abort();
    await acts;
    await city?.close();
    spawnSync("umount", ["-l", disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  it("[FT-11] with a full disk writers are told to come back, and with room the city goes on", async () => {
    const makeRoom = fill();
    const refused = agents.replies.get(503) ?? 0;
    await city.until(
      "a caller to be told",
      async () => (agents.replies.get(503) ?? 0) > refused + 10,
      90_000,
    );
    makeRoom();
    const startMs = performance.now();
    // A server that could not write its log has stopped; whoever looks after it starts it again.
    if (!(await database.isUp)) await database.restart();
    const acknowledged = agents.acknowledged.length;
    await city.until("an acknowledgement", async () => agents.acknowledged.length > acknowledged + 6, 60_000);
    await city.untilTick((await city.lowestTick()) + 2);
    const tookMs = Math.round(performance.now() - startMs);
    process.stdout.write(
      `the city was well ${tookMs} ms after there was room, replies ${JSON.stringify([...agents.replies])}\n`,
    );
    expect(tookMs).toBeLessThan(BACK_MAX_MS);
    expect(agents.faults).toEqual([]);
    acting.abort();
    await acts;
    await untilAllDone(city);
    expect(await worker.stop()).toBe(0);
    await expectNothingLost(city, agents.acknowledged);
  }, 300_000);
});
