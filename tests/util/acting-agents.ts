import { expect } from "vitest";
import { formatId, parseId } from "#city/ids.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { hashKey, newKey } from "#server/auth/key-secret.ts";
import type { Pool } from "#server/db/pool.ts";
import { replayCity } from "./city-history.ts";
import type { FaultCity } from "./fault-city.ts";
import type { Draws } from "./seed.ts";

const GIVE_UP_MS = 10_000;
const BUILDINGS = 200;

/** Agents from outside that act over HTTP, whatever happens to the city, and note what they were promised. */
export class ActingAgents {
  /** Numbers of the actions that were answered with 202. */
  readonly acknowledged: number[] = [];
  /** Replies by status; 0 is no reply. */
  readonly replies = new Map<number, number>();
  /** Replies that no agent should ever get. */
  readonly faults: string[] = [];
  readonly #keys: readonly string[];

  private constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  /** New agents with keys, on their way into the city. */
  static async add(pool: Pool, count: number): Promise<ActingAgents> {
    const keys = Array.from({ length: count }, () => newKey());
    await pool.query(
      `WITH made AS (
         INSERT INTO agent (world_id, number, name, kind, home_building, district)
         SELECT 1, $1::bigint + n, 'Agent ' || n, 'external', n * 7, 0 FROM generate_series(1, $2::int) n RETURNING number, home_building
       ), keyed AS (
         INSERT INTO agent_key (id, world_id, agent, name, hash)
         SELECT 'key_' || n, 1, $1::bigint + n, 'test', h FROM unnest($3::bytea[]) WITH ORDINALITY AS u(h, n), (SELECT count(*) FROM made) m
       )
       INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
       SELECT 1, number, 'arrival', '\\x00', 'arrive', jsonb_build_object('homeBuilding', home_building, 'grantCents', 5000), '', 1
       FROM made`,
      [OUTSIDE_AGENT_BASE, count, keys.map(hashKey)],
    );
    return new ActingAgents(keys);
  }

  /** Everybody acts until told to stop; what is not answered with 202 is sent again under the same key. */
  async act(url: string, draws: Draws, signal: AbortSignal): Promise<void> {
    await Promise.all(this.#keys.map((key, agent) => this.#actOne(url, key, agent, draws, signal)));
  }

  async #actOne(url: string, key: string, agent: number, draws: Draws, signal: AbortSignal): Promise<void> {
    for (let round = 0; !signal.aborted; round++) {
      const body = JSON.stringify({
        ...actionOf(draws, round, this.#keys.length),
        idempotency_key: `${agent}/${round}`,
      });
      while (!(await this.#send(url, key, body)) && !signal.aborted) await pause(150);
      await pause(400 + draws.below(300));
    }
  }

  /** True when it need not be sent again. */
  async #send(url: string, key: string, body: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const asked = fetch(`${url}/api/v1/me/actions`, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(GIVE_UP_MS),
    });
    const reply = await asked.catch(() => null);
    const text = (await reply?.text().catch(() => "")) ?? "";
    const status = reply?.status ?? 0;
    this.replies.set(status, (this.replies.get(status) ?? 0) + 1);
    const mayRetry = status === 503 && Number(reply?.headers.get("retry-after")) > 0;
    if (status >= 500 && !mayRetry) this.faults.push(`${status} ${text.slice(0, 200)}`);
    if (status !== 202) return false;
    const id = parseId("act", String(JSON.parse(text).action_id));
    if (id.ok) this.acknowledged.push(id.value.index);
    return true;
  }
}

function actionOf(draws: Draws, round: number, agents: number): object {
  const [action, parameters] = draws.pick([
    ["say", { text: `Round ${round}` }],
    ["move_to", { building: formatId("bld", 1, draws.below(BUILDINGS)) }],
    ["leave", {}],
    ["enter", {}],
    ["look", {}],
    [
      "pay",
      {
        to: formatId("agt", 1, OUTSIDE_AGENT_BASE + 1 + draws.below(agents)),
        amount_cents: 1 + draws.below(50),
      },
    ],
    ["wait", { minutes: 1 }],
  ] as const);
  return { action, parameters };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until every accepted action has its result. */
export async function untilAllDone(city: FaultCity, limitMs = 30_000): Promise<void> {
  const done = async () =>
    (await city.rows("SELECT FROM action_request WHERE tick IS NULL LIMIT 1")).length === 0;
  await city.until("the last results", done, limitMs);
}

/**
 * Replays the whole log of a city that stands still: chain and states, money after every tick, each letter read once, no
 * tick of a generation that had been replaced, and for each acknowledged action one result, of the one tick that took it.
 */
export async function expectNothingLost(city: FaultCity, acknowledged: readonly number[]): Promise<void> {
  const history = await replayCity(city.pool, city.blobDir);
  expect(history.sumsCents.filter((sum) => sum !== history.genesisCents)).toEqual([]);
  expect(history.phantom).toEqual([]);
  const left = await city.rows<{ key: string }>(
    "SELECT concat_ws('/', from_district, to_district, tick, seq) AS key FROM tick.letter",
  );
  expect(history.unread.sort()).toEqual(left.map((row) => row.key).sort());
  const stale = await city.rows(
    `SELECT * FROM (SELECT district, tick, generation, max(generation) OVER (PARTITION BY district ORDER BY tick) AS newest
       FROM tick.log) l WHERE generation < newest`,
  );
  expect(stale).toEqual([]);
  const rows = await city.rows<{ seq: number; tick: number | null; status: string }>(
    "SELECT seq, tick, status FROM action_request",
  );
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  const without = acknowledged.filter(
    (seq) => !["applied", "rejected"].includes(bySeq.get(seq)?.status ?? ""),
  );
  expect(without).toEqual([]);
  expect(rows.filter(({ seq, tick }) => String(history.stamped.get(seq)) !== String([tick]))).toEqual([]);
}
