import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MAIN_WORLD } from "#city/ids.ts";
import type { People } from "#server/auth/people.ts";
import { setUpPeople } from "#server/auth/set-up-people.ts";
import { migrate } from "#server/db/migrate.ts";
import { createPool, type Pool } from "#server/db/pool.ts";
import { silentLog } from "#tests/util/silent-log.ts";
import { startEmbeddedPostgres } from "../scripts/lib/embedded-postgres.mjs";
import type { Row } from "./lib/measure.ts";

const TRIES = 250;
const KNOWN = "known@example.org";
const UNKNOWN = "unknown@example.org";
const PASSWORD = "a river of seven stones";

/**
 * Whether time tells who has an account: wrong passwords and sign-ups for a known and for an unknown address in turns, each
 * from an address of its own, against the embedded database. The figures are differences of medians.
 */
export async function run(): Promise<readonly Row[]> {
  const dir = mkdtempSync(join(tmpdir(), "borough-bench-"));
  const server = await startEmbeddedPostgres({ dir, log: () => {} });
  try {
    await migrate({ url: server.url, log: () => {} });
    const pool = createPool({ url: server.url, connectionsMax: 4, name: "bench", onError: () => {} });
    await addWorld(pool);
    const people = await setUpPeople(pool, silentLog, {
      siteUrl: "http://localhost",
      secrets: ["a secret for a bench, of more than 32 characters"],
      readCookie: async () => null,
      providers: { github: null, google: null, oidc: null },
      mail: null,
    });
    const rows = await measure(people, pool);
    await people.close();
    await pool.end();
    return rows;
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function addWorld(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO world (id, name, seed, plan_hash, tick_ms, start_of_day_ms, pace_divisor, population, treasury_cents, genesis_cents)
     VALUES ($1, 'Bench', 'seed', '', 60000, 0, 4, 0, 0, 0)`,
    [MAIN_WORLD],
  );
}

async function measure(people: People, pool: Pool): Promise<readonly Row[]> {
  let last = 0;
  const address = () => `10.${last >> 16}.${(last >> 8) & 255}.${last++ & 255}`;
  const signUp = (email: string) =>
    people.accounts.signUp({
      email,
      password: PASSWORD,
      name: "Ada",
      token: null,
      locale: null,
      address: address(),
    });
  const enter = (email: string) =>
    people.signIn({ email, password: "a wrong password", client: { address: address(), userAgent: "" } });
  await signUp(KNOWN);
  await pool.query("UPDATE app_user SET email_verified_at = now()");
  return [
    row(
      "wrong password, known against unknown address",
      await inTurns(
        () => enter(KNOWN),
        () => enter(UNKNOWN),
      ),
    ),
    row(
      "signing up, known against unknown address",
      await inTurns(
        () => signUp(KNOWN),
        () => signUp(`new-${last}@example.org`),
      ),
    ),
  ];
}

function row(what: string, ours: number): Row {
  return { what: `${what}: difference of medians of ${TRIES}`, unit: "ms", ours, peer: null, bar: null };
}

/** Difference of the medians of two things done in turns, ms. */
async function inTurns(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<number> {
  const took: [number[], number[]] = [[], []];
  for (let i = 0; i < TRIES; i++) {
    took[0].push(await timeOf(one));
    took[1].push(await timeOf(other));
  }
  return Math.abs(median(took[0]) - median(took[1]));
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
