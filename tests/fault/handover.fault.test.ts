import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readLetters } from "#server/db/letter-store.ts";
import { readLog } from "#server/db/log-store.ts";
import { TickStore } from "#server/db/tick-store.ts";
import { KillableWorker } from "#tests/util/killable-worker.ts";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { Draws } from "#tests/util/seed.ts";
import { TickWorld } from "#tests/util/tick-world.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import { decodeInputs } from "#worker/districts/inputs.ts";
import type { Bodies } from "#worker/sim/bodies.ts";
import { decodeHandoff, encodeHandoff } from "#worker/sim/handoff.ts";
import { BANKS, Bank, FERRY_AGENTS, ferryGround } from "./ferry.ts";

const SEED = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1_000_000));
const KILLS = process.env.BOROUGH_TEST_LONG === "1" ? 50 : 4;
const POINTS = ["before letter in", "after letter in", "before commit", "during commit", "after commit"];

let dir: string;
let database: TestDatabase;
let world: TickWorld;
let banks: KillableWorker[];

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "borough-ferry-"));
  database = await testDatabase();
  world = new TickWorld(database.url);
  await world.create();
  const base = { ...process.env, DATABASE_URL: database.url, NODE_COMPILE_CACHE: path.join(dir, "compiled") };
  banks = BANKS.map(
    (bank) =>
      new KillableWorker(
        { ...base, FERRY_BANK: String(bank), FAILPOINT_FILE: failpointOf(bank) },
        ["tests/fault/preload/failpoints.ts"],
        ["tests/fault/ferry-process.ts"],
      ),
  );
  for (const bank of banks) bank.start();
  await untilCrossings(2);
});

afterAll(async () => {
  for (const bank of banks ?? []) await bank.end();
  await world?.close();
  await database?.drop();
  rmSync(dir, { recursive: true, force: true });
});

function failpointOf(bank: number): string {
  return path.join(dir, `failpoint ${bank}`);
}

/** Waits until everyone has crossed so many times more. */
async function untilCrossings(more: number): Promise<void> {
  const crossings = async () => {
    const { rows } = await world.pool.query<{ n: number }>(
      "SELECT count(*) AS n FROM tick.log WHERE octet_length(inputs) > 100",
    );
    return rows[0]?.n ?? 0;
  };
  const wanted = (await crossings()) + more;
  const said = () => banks.map((bank) => bank.output.slice(-2_000)).join("\n");
  await waitFor(async () => (await crossings()) >= wanted, {
    limitMs: 60_000,
    everyMs: 10,
    what: () => `${more} more crossings\n${said()}`,
  });
}

it.each(BANKS.flatMap((bank) => POINTS.map((point) => [bank, point] as const)))(
  "[FT-13] bank %i dies %s, and the ferry goes on",
  async (bank, point) => {
    writeFileSync(failpointOf(bank), point);
    const died = async () => !existsSync(failpointOf(bank));
    await waitFor(died, { limitMs: 30_000, everyMs: 5, what: () => `the death ${point}` });
    await untilCrossings(2);
  },
);

it(`[FT-13] of ${FERRY_AGENTS} agents nobody is lost or doubled, wherever the processes die (FAULT_SEED=${SEED})`, async () => {
  const draws = new Draws(SEED);
  for (let kill = 0; kill < KILLS; kill++) {
    // Anywhere in a tick or two of those in which everyone crosses.
    await delay(draws.below(100));
    await draws.pick(banks).kill();
    await untilCrossings(1);
  }
  for (const bank of banks) await bank.end();
  const { ctx, bodies } = ferryGround();
  const parts = await Promise.all(BANKS.map((bank) => peopleOf(bank, bodies)));
  const store = new TickStore(database.url, "count");
  const letters = await Promise.all(BANKS.map((bank) => readLetters(store, 1, bank, 1_000_000)));
  await store.close();
  const underWay = letters.flatMap((rows, i) =>
    rows.map(({ body }) => decodeHandoff(ctx, body, BANKS[i] ?? -1)),
  );
  const somewhere = [...parts, ...underWay].filter(({ count }) => count > 0);
  const starts = banks.map((bank) => bank.starts);
  process.stdout.write(`${starts.join(" and ")} processes, ${await world.count("tick.log")} ticks\n`);
  // All of them in one place, each with all it had when the ferry first left.
  expect(somewhere.map(({ count }) => count)).toEqual([FERRY_AGENTS]);
  expect(somewhere.map((there) => encodeHandoff(ctx, there))).toEqual([encodeHandoff(ctx, bodies)]);
  expect(starts.reduce((sum, count) => sum + count)).toBe(BANKS.length * (POINTS.length + 1) + KILLS);
});

/** Who is on a bank, by its log. */
async function peopleOf(district: (typeof BANKS)[number], bodies: Bodies): Promise<Bodies> {
  const bank = new Bank(ferryGround().ctx, district, bodies);
  for (const { inputs } of await readLog(world.pool, 1, district, 1, 1_000_000))
    bank.step(decodeInputs(inputs).letters);
  return bank.here;
}
