// npm run world -- status|freeze|resume|speed <n>|snapshot|verify [--from-genesis]: looks after a running city.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { MAIN_WORLD } from "#city/ids.ts";
import { openBlobs } from "#server/assets/open-blobs.ts";
import { changeClock } from "#server/clock/clock-change.ts";
import { lastSpeed, readEpoch } from "#server/db/clock-store.ts";
import { databaseFault } from "#server/db/database-fault.ts";
import { readLeases, wantSnapshots } from "#server/db/lease-store.ts";
import { createPool, type Pool } from "#server/db/pool.ts";
import { readStatus } from "#server/db/status-store.ts";
import { readWorld, type WorldRow } from "#server/db/world-store.ts";
import { type Env, readEnv } from "#server/env.ts";
import { statusLines } from "#worker/tools/status-table.ts";
import { auditMoney, verifyCity } from "#worker/tools/verify-city.ts";
import { startEmbeddedPostgres } from "./lib/embedded-postgres.mjs";

const USAGE = `Usage: npm run world -- <command>
  status                  the districts, who runs them, how late they are, their money
  freeze                  stops the city's time
  resume                  lets it go on at the speed it had
  speed <n>               simulated seconds a second, 1 to 3600
  snapshot                has every district stored as it is now, and waits for it
  verify [--from-genesis] replays each district's log and compares every hash; audits the money`;
const NOT_RUNNING =
  "The city is not running: start it with npm start, then run this again in another terminal.";
const SPEED_MAX = 3_600;
const SNAPSHOT_LIMIT_MS = 60_000;
const SNAPSHOT_POLL_MS = 200;

/** Exit codes: all is well, something is not, the command was not understood. */
const FINE = 0;
const WRONG = 1;
const MISUSED = 2;

interface Ground {
  readonly env: Env;
  readonly pool: Pool;
  readonly world: WorldRow;
}

type Command = (ground: Ground) => Promise<number>;

/** Stand in for what only a running city has, where nothing is asked of it. */
const NO_ADDRESSES = { DATABASE_URL: "postgresql://127.0.0.1/none", MQTT_URL: "mqtt://127.0.0.1" };

process.exitCode = await main();

async function main(): Promise<number> {
  const wanted = readArguments();
  if (wanted === null) return complain(USAGE, MISUSED);
  const { command, worksAlone } = wanted;
  if (process.env.DATABASE_URL) return onCity(process.env.DATABASE_URL, command);
  const dir = join(readEnv({ ...process.env, ...NO_ADDRESSES }).dataDir, "postgres");
  if (!worksAlone || !existsSync(dir)) return complain(NOT_RUNNING, WRONG);
  const server = await startEmbeddedPostgres({ dir, log: () => {} });
  try {
    return await onCity(server.url, command);
  } finally {
    await server.stop();
  }
}

function readArguments(): { readonly command: Command; readonly worksAlone: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { "from-genesis": { type: "boolean", default: false } },
    });
    const [name, number, ...rest] = positionals;
    if (rest.length > 0 || (number !== undefined && name !== "speed")) return null;
    if (values["from-genesis"] && name !== "verify") return null;
    const command = commandOf(name, number, values["from-genesis"]);
    return command === null ? null : { command, worksAlone: name === "verify" };
  } catch {
    return null;
  }
}

function commandOf(
  name: string | undefined,
  number: string | undefined,
  fromGenesis: boolean,
): Command | null {
  switch (name) {
    case "status":
      return status;
    case "freeze":
      return (ground) => setSpeed(ground, 0);
    case "resume":
      return resume;
    case "speed": {
      const speed = Number(number);
      return Number.isInteger(speed) && speed >= 1 && speed <= SPEED_MAX
        ? (ground) => setSpeed(ground, speed)
        : null;
    }
    case "snapshot":
      return snapshot;
    case "verify":
      return (ground) => verify(ground, fromGenesis);
    default:
      return null;
  }
}

async function onCity(databaseUrl: string, command: Command): Promise<number> {
  const env = readEnv({ ...NO_ADDRESSES, ...process.env, DATABASE_URL: databaseUrl });
  const pool = createPool({ url: databaseUrl, connectionsMax: 2, name: "borough-world", onError: () => {} });
  try {
    const world = await readWorld(pool, MAIN_WORLD);
    if (world === null)
      return complain("There is no city in this database yet: start it once with npm start.", WRONG);
    return await command({ env, pool, world });
  } catch (error) {
    if (databaseFault(error) === "down") return complain(NOT_RUNNING, WRONG);
    throw error;
  } finally {
    await pool.end();
  }
}

async function status({ pool, world }: Ground): Promise<number> {
  const clock = { ...(await readEpoch(pool, world.id)), tickMs: world.tickMs };
  const districts = await readStatus(pool, world.id);
  const { name, genesisCents } = world;
  for (const line of statusLines({ name, genesisCents, clock, nowMs: Date.now(), districts }))
    console.log(line);
  return FINE;
}

async function resume(ground: Ground): Promise<number> {
  const { pool, world } = ground;
  const { speed } = await readEpoch(pool, world.id);
  if (speed > 0) return report(`The city is not frozen; it runs at speed ${speed}.`);
  return setSpeed(ground, await lastSpeed(pool, world.id));
}

async function setSpeed({ pool, world }: Ground, speed: number): Promise<number> {
  const { epoch, changed } = await changeClock(pool, world, Date.now(), speed, "npm run world");
  if (speed === 0)
    return report(changed ? `The city stops at tick ${epoch.tick}.` : "The city is frozen already.");
  return report(
    changed
      ? `From tick ${epoch.tick} on the city runs at speed ${speed}.`
      : `The city runs at speed ${speed} already.`,
  );
}

async function snapshot({ pool, world }: Ground): Promise<number> {
  await wantSnapshots(pool, world.id);
  const endMs = Date.now() + SNAPSHOT_LIMIT_MS;
  for (;;) {
    const missing = (await readLeases(pool, world.id)).filter((row) => row.snapshotWanted);
    if (missing.length === 0) return report("Every district is stored as it was just now.");
    const idle = missing.find((row) => row.leftMs === null || row.leftMs < 0);
    if (idle !== undefined) return complain(`Nobody runs district ${idle.number}: is the worker up?`, WRONG);
    if (Date.now() > endMs) {
      const numbers = missing.map((row) => row.number).join(", ");
      return complain(
        `No snapshot after ${SNAPSHOT_LIMIT_MS / 1_000} s of district ${numbers}: see the worker's log.`,
        WRONG,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, SNAPSHOT_POLL_MS));
  }
}

async function verify({ env, pool, world }: Ground, fromGenesis: boolean): Promise<number> {
  let faults = 0;
  for await (const verdict of verifyCity(pool, openBlobs(env), world, fromGenesis)) {
    const { district, name, fromTick, toTick, fault } = verdict;
    if (fault !== null) faults++;
    const outcome =
      fault === null
        ? `${toTick - fromTick} ticks after ${fromTick} replayed, every hash is right`
        : `WRONG: ${fault}`;
    console.log(`district ${district} (${name}): ${outcome}`);
  }
  const { heldCents, underWayCents, genesisCents } = await auditMoney(pool, world);
  const right = heldCents + underWayCents === genesisCents;
  console.log(
    `money: ${heldCents} cents in districts and ${underWayCents} in letters, ${right ? "as" : "NOT as"} at genesis`,
  );
  if (faults === 0 && right) return report("The city is what its log says.");
  return complain(
    "The city is NOT what its log says: keep the database as it is, and look at the lines above.",
    WRONG,
  );
}

function report(sentence: string): number {
  console.log(sentence);
  return FINE;
}

function complain(sentence: string, code: number): number {
  console.error(sentence);
  return code;
}
