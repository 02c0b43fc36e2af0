import { type AgentId, formatId, MAIN_WORLD } from "#city/ids.ts";
import { hashKey, newKey } from "#server/auth/key-secret.ts";
import { createPool, type Pool } from "#server/db/pool.ts";
import { testDatabase } from "./postgres.ts";

export interface TestAgent {
  readonly number: number;
  readonly id: AgentId;
  readonly keyId: string;
  readonly key: string;
}

/** A pool on a test database, with one world and two districts in it. */
export async function testWorld(): Promise<{
  readonly url: string;
  readonly pool: Pool;
  drop(): Promise<void>;
}> {
  const database = await testDatabase();
  const pool = createPool({ url: database.url, connectionsMax: 20, name: "test", onError: () => {} });
  await pool.query(
    `INSERT INTO world (id, name, seed, plan_hash, tick_ms, start_of_day_ms, pace_divisor, population, treasury_cents, genesis_cents)
     VALUES ($1, 'Test', 'seed', $2, 60000, 0, 4, 0, 0, 0)`,
    [MAIN_WORLD, "0".repeat(64)],
  );
  await pool.query(
    `INSERT INTO district (world_id, number, name, tick, state_hash, chain_hash, engine_version, money_cents)
     SELECT $1, n, 'District ' || n, 40, '', '', 1, 0 FROM generate_series(0, 1) n`,
    [MAIN_WORLD],
  );
  let dropped: Promise<void> | null = null;
  return {
    url: database.url,
    pool,
    drop: () => {
      dropped ??= pool.end().then(() => database.drop());
      return dropped;
    },
  };
}

/** An agent in district 1 with a key. */
export async function addAgent(pool: Pool, name = "Ada"): Promise<TestAgent> {
  const { rows } = await pool.query<{ number: string }>(
    `INSERT INTO agent (world_id, number, name, kind, home_building, district)
     VALUES ($1, nextval('agent_number_seq'), $2, 'external', 5, 1) RETURNING number::text AS number`,
    [MAIN_WORLD, name],
  );
  const number = Number(rows[0]?.number);
  const key = newKey();
  const keyId = formatId("key", MAIN_WORLD, number);
  await pool.query(
    "INSERT INTO agent_key (id, world_id, agent, name, hash) VALUES ($1, $2, $3, 'test', $4)",
    [keyId, MAIN_WORLD, number, hashKey(key)],
  );
  return { number, id: formatId("agt", MAIN_WORLD, number), keyId, key };
}
