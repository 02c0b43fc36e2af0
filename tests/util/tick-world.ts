import { createHash } from "node:crypto";
import pg from "pg";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { createPool, type Pool } from "#server/db/pool.ts";
import type { TickCommit } from "#server/db/tick-statement.ts";

/** A world of two districts and City Hall in the database, without an engine: for tests of what is written. */
export class TickWorld {
  readonly pool: Pool;

  constructor(url: string) {
    this.pool = createPool({ url, connectionsMax: 4, name: "test", onError: () => {} });
  }

  async create(): Promise<void> {
    await this.pool.query(
      `INSERT INTO world (id, name, seed, plan_hash, tick_ms, start_of_day_ms, pace_divisor, population, treasury_cents, genesis_cents)
       VALUES (1, 'Test', 's', 'plan', 60000, 0, 4, 0, 0, 300)`,
    );
    await this.pool.query(
      `INSERT INTO district (world_id, number, name, generation, state_hash, chain_hash, engine_version, money_cents)
       SELECT 1, n, 'District', 3, $1, $1, 1, 100 FROM generate_series(0, 2) n`,
      [hashOf("genesis")],
    );
  }

  /** Adds an agent from outside that `district` holds (null: in a letter); returns its number. */
  async addAgent(index: number, district: number | null): Promise<number> {
    const number = OUTSIDE_AGENT_BASE + index;
    await this.pool.query(
      "INSERT INTO agent (world_id, number, name, kind, home_building, district) VALUES (1, $1, $2, 'external', 0, $3)",
      [number, `Agent ${index}`, district],
    );
    return number;
  }

  /** Adds a waiting action; returns its number. */
  async addAction(agent: number, key: string, kind = "look", parameters = "{}"): Promise<number> {
    const { rows } = await this.pool.query<{ seq: number }>(
      `INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
       VALUES (1, $1, $2, '\\x00', $3, $4, '', 1) RETURNING seq`,
      [agent, key, kind, parameters],
    );
    return rows[0]?.seq ?? -1;
  }

  async addLetter(to: number, from: number, tick: number, seq: number, cents = 10): Promise<void> {
    await this.pool.query("INSERT INTO tick.letter VALUES (1, $1, $2, $3, $4, 'money', $5, '\\x01')", [
      to,
      from,
      tick,
      seq,
      cents,
    ]);
  }

  /** Everything a tick could have changed, as text: equal texts mean that nothing did. */
  async everything(): Promise<string> {
    const tables = [
      "district",
      "agent",
      "action_request",
      "tick.letter",
      "tick.log",
      "tick.ledger",
      "tick.feed",
      "tick.statement",
      "account_balance",
      "deed",
      "deed_event",
    ];
    const parts: string[] = [];
    for (const table of tables) {
      const { rows } = await this.pool.query<{ text: string }>(
        `SELECT t::text AS text FROM ${table} t ORDER BY 1`,
      );
      parts.push(table, ...rows.map((row) => row.text));
    }
    return parts.join("\n");
  }

  async count(table: string): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
    return rows[0]?.n ?? -1;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

export function hashOf(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/** The first tick of district 1, with nothing in it unless given. */
export function emptyTick(changes: Partial<TickCommit> = {}): TickCommit {
  return {
    world: 1,
    district: 1,
    generation: 3,
    tick: 1,
    previousHash: hashOf("genesis"),
    hash: hashOf("tick 1"),
    stateHash: hashOf("state 1"),
    engineVersion: 1,
    engineHash: "engine",
    specVersion: 1,
    planHash: "plan",
    inputs: Uint8Array.of(1, 2, 3),
    transfers: new Uint8Array(),
    effects: [],
    moneyCents: 100,
    wallMs: 1_700_000_000_000,
    consumed: [],
    sent: [],
    ledger: [],
    feed: [],
    results: [],
    heard: [],
    held: [],
    deeds: [],
    deedEvents: [],
    departed: [],
    arrived: [],
    ...changes,
  };
}

/** Ends the connection of a district's store from the server's side; returns how many were ended. */
export async function terminateBackends(url: string, name: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1",
    [name],
  );
  await client.end();
  return rowCount ?? 0;
}
