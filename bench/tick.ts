import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LIMITS } from "#city/limits.ts";
import { migrate } from "#server/db/migrate.ts";
import type { Pool } from "#server/db/pool.ts";
import { Lockstep, openTestCity } from "#tests/util/test-city.ts";
import type { City } from "#worker/districts/city.ts";
import { storeSnapshot, takeSnapshot } from "#worker/districts/snapshots.ts";
import { startEmbeddedPostgres } from "../scripts/lib/embedded-postgres.mjs";
import type { Row } from "./lib/measure.ts";

const TICKS = 360;
/** The default city's ticks: one every five seconds. */
const TICKS_PER_DAY = 17_280;
const CITY = { seed: "borough", buildings: 10_000, population: 20_000 };

/**
 * The default city through its first six hours, which begin with the morning rush: all districts of one process against the
 * embedded database, one round after another. Prints what a round costs and what a day writes.
 */
export async function run(): Promise<readonly Row[]> {
  const dir = mkdtempSync(join(tmpdir(), "borough-bench-"));
  const server = await startEmbeddedPostgres({ dir, log: () => {} });
  try {
    await migrate({ url: server.url, log: () => {} });
    const { city, close } = await openTestCity(server.url, CITY);
    const lockstep = new Lockstep(city);
    await lockstep.open();
    const started = await diskUse(city.pool);
    const rounds = await measureRounds(city, lockstep);
    await city.pool.query("CHECKPOINT");
    printRounds(rounds);
    printDisk(started, await diskUse(city.pool), rounds.length);
    await lockstep.close();
    await close();
    return [medianRound(rounds)];
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Round {
  readonly wallMs: number;
  /** Sums and maxima over the districts. */
  readonly stepMs: number;
  readonly commitMaxMs: number;
  readonly snapshots: number;
}

async function measureRounds(city: City, lockstep: Lockstep): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let n = 0; n < TICKS; n++) {
    const startedMs = performance.now();
    const done = await lockstep.tick();
    const stepMs = done.reduce((sum, tick) => sum + tick.stepMs, 0);
    const commitMaxMs = Math.max(...done.map((tick) => tick.commitMs));
    const wallMs = performance.now() - startedMs;
    const due = (n + 1) % LIMITS.snapshotEveryTicks === 0;
    if (due) await snapshotAll(city, lockstep);
    // The server writes out what changed about every five minutes.
    if ((n + 1) % 60 === 0) await city.pool.query("CHECKPOINT");
    rounds.push({ wallMs, stepMs, commitMaxMs, snapshots: due ? lockstep.districts.length : 0 });
  }
  return rounds;
}

async function snapshotAll(city: City, lockstep: Lockstep): Promise<void> {
  const startedMs = performance.now();
  let bytes = 0;
  for (const { live, lease } of lockstep.districts) {
    const row = takeSnapshot(live.state, lease.district, live.position, city.versions);
    bytes += row.content.length;
    await storeSnapshot(city, row);
  }
  const ms = performance.now() - startedMs;
  const kb = Math.round(bytes / 1_024);
  console.log(`snapshots of ${lockstep.districts.length} districts, verified: ${ms.toFixed(0)} ms, ${kb} KB`);
}

function medianRound(rounds: readonly Round[]): Row {
  const sorted = rounds.map((round) => round.wallMs).sort((a, b) => a - b);
  const what = `a round of all districts, ${CITY.population} residents, committed (median)`;
  return { what, unit: "ms", ours: sorted[sorted.length >> 1] ?? 0, peer: null, bar: null };
}

function printRounds(rounds: readonly Round[]): void {
  const column = (name: string, pick: (round: Round) => number): void => {
    const sorted = rounds.map(pick).sort((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
    console.log(`${name}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`);
  };
  console.log(`${CITY.population} residents, ${rounds.length} ticks, all districts of one process`);
  column("whole round (read, step, commit)", (round) => round.wallMs);
  column("steps of all districts, summed", (round) => round.stepMs);
  column("slowest district's commit", (round) => round.commitMaxMs);
}

interface DiskUse {
  readonly walBytes: number;
  readonly tables: ReadonlyMap<string, number>;
}

async function diskUse(pool: Pool): Promise<DiskUse> {
  const wal = await pool.query<{ bytes: number }>("SELECT pg_current_wal_lsn() - '0/0' AS bytes");
  const { rows } = await pool.query<{ name: string; bytes: number }>(
    `SELECT regexp_replace(n.nspname || '.' || c.relname, '_[0-7]$', '') AS name,
       sum(pg_total_relation_size(c.oid))::bigint AS bytes
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname IN ('public', 'tick') GROUP BY 1 ORDER BY 1`,
  );
  return { walBytes: Number(wal.rows[0]?.bytes), tables: new Map(rows.map((row) => [row.name, row.bytes])) };
}

function printDisk(before: DiskUse, after: DiskUse, ticks: number): void {
  const perDay = (bytes: number) => `${((bytes / ticks) * (TICKS_PER_DAY / 1_048_576)).toFixed(0)} MB a day`;
  console.log(
    `write-ahead log: ${((after.walBytes - before.walBytes) / ticks / 1_024).toFixed(1)} KB a tick, ${perDay(after.walBytes - before.walBytes)}`,
  );
  let sum = 0;
  for (const [name, bytes] of after.tables) {
    const grown = bytes - (before.tables.get(name) ?? 0);
    sum += grown;
    if (grown > 0)
      console.log(`  ${name}: ${(grown / ticks / 1_024).toFixed(1)} KB a tick, ${perDay(grown)}`);
  }
  console.log(
    `tables: ${(sum / ticks / 1_024).toFixed(1)} KB a tick, ${perDay(sum)}, at a tick every five seconds and without retention`,
  );
}
