import { afterAll, beforeAll, expect, test } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import { Draws } from "#tests/util/seed.ts";
import { addAgent, testWorld } from "#tests/util/test-world.ts";
import { createAcceptQueue } from "./accept-queue.ts";
import { type AcceptRow, createAcceptBatch } from "./accept-store.ts";
import type { Pool } from "./pool.ts";

let world: Awaited<ReturnType<typeof testWorld>>;
let pool: Pool;
beforeAll(async () => {
  world = await testWorld();
  pool = world.pool;
});
afterAll(() => world.drop());

function row(agent: number, idempotencyKey: string, change: Partial<AcceptRow> = {}): AcceptRow {
  const digest = Buffer.from(JSON.stringify(change));
  return {
    world: 1,
    agent,
    idempotencyKey,
    digest,
    kind: "look",
    parameters: "{}",
    reasoning: "",
    confidence: 1,
    ...change,
  };
}

async function keysOf(agent: number): Promise<string[]> {
  const { rows } = await pool.query(
    "SELECT idempotency_key FROM action_request WHERE agent = $1 ORDER BY seq",
    [agent],
  );
  return rows.map((found: { idempotency_key: string }) => found.idempotency_key);
}

test("[AP-2] [AP-4] 16 processes race with the same 50 keys: one row a key, one id for all, and nobody is told otherwise", async () => {
  const draws = new Draws(3);
  const agents = await Promise.all(Array.from({ length: 50 }, () => addAgent(pool)));
  // Batches of their own, as 16 web processes would send them.
  const callers = Array.from({ length: 16 }, () => createAcceptBatch(pool));
  const said = await Promise.all(
    callers.map(async (accept) => {
      const order = agents.map((agent) => ({ agent, at: draws.below(1000) })).sort((a, b) => a.at - b.at);
      const outcomes = [];
      for (let i = 0; i < order.length; i += 5) {
        const batch = order.slice(i, i + 5).map(({ agent }) => row(agent.number, `key-${agent.number}`));
        outcomes.push(
          ...(await accept(batch)).map((outcome, n) => ({ agent: order[i + n]?.agent.number, outcome })),
        );
      }
      return outcomes;
    }),
  );
  for (const agent of agents) {
    const outcomes = said
      .flat()
      .filter((one) => one.agent === agent.number)
      .map(({ outcome }) => outcome);
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(16).fill("accepted"));
    expect(new Set(outcomes.map((one) => one.kind === "accepted" && one.actionId)).size).toBe(1);
    expect(outcomes.filter((one) => one.kind === "accepted" && !one.replayed)).toHaveLength(1);
    expect(await keysOf(agent.number)).toEqual([`key-${agent.number}`]);
  }
});

test("[AP-3] the same key with another action is a mismatch, in one batch and in two", async () => {
  const { number } = await addAgent(pool);
  const accept = createAcceptBatch(pool);
  const other = { kind: "rest" };
  const kinds = async (rows: AcceptRow[]) => (await accept(rows)).map(({ kind }) => kind);
  expect(await kinds([row(number, "a"), row(number, "a", other), row(number, "a")])).toEqual([
    "accepted",
    "mismatch",
    "accepted",
  ]);
  expect(await kinds([row(number, "a", other)])).toEqual(["mismatch"]);
  expect(await keysOf(number)).toEqual(["a"]);
});

test("[AP-4] four actions wait at most; repeats of them are no fifth, and a result makes room", async () => {
  const { number } = await addAgent(pool);
  const accept = createAcceptBatch(pool);
  const kinds = async (...keys: string[]) =>
    (await accept(keys.map((key) => row(number, key)))).map(({ kind }) => kind);
  expect(await kinds("a", "a", "b", "a", "c")).toEqual(Array(5).fill("accepted"));
  expect(await kinds("a", "d", "e", "b", "f")).toEqual([
    "accepted",
    "accepted",
    "queue_full",
    "accepted",
    "queue_full",
  ]);
  expect(await keysOf(number)).toEqual(["a", "b", "c", "d"]);
  await pool.query("UPDATE action_request SET tick = 41 WHERE agent = $1 AND idempotency_key = 'a'", [
    number,
  ]);
  expect(await kinds("e", "f")).toEqual(["accepted", "queue_full"]);
});

test("[AP-1] [AP-7] what is accepted is there, whole and in order, with the district that holds the agent", async () => {
  const { number } = await addAgent(pool);
  const [outcome] = await createAcceptBatch(pool)([
    row(number, "k", {
      kind: "say",
      parameters: '{"text":"Grüße 🦊"}',
      reasoning: "because",
      confidence: 0.25,
    }),
  ]);
  expect(outcome).toMatchObject({ kind: "accepted", district: 1, replayed: false });
  const { rows } = await pool.query("SELECT * FROM action_request WHERE agent = $1", [number]);
  expect(rows[0]).toMatchObject({
    kind: "say",
    parameters: { text: "Grüße 🦊" },
    reasoning: "because",
    confidence: 0.25,
    tick: null,
    status: "accepted",
  });
});

test("[AP-9] a person has room of their own, for more orders than an agent", async () => {
  await pool.query(
    "INSERT INTO agent (world_id, number, name, kind, home_building, district) VALUES (1, $1, 'Pat', 'owner', -1, 0)",
    [OWNER_BASE],
  );
  const accept = createAcceptBatch(pool);
  const rows = Array.from({ length: LIMITS.personOrdersWaitingMax + 1 }, (_, i) => row(OWNER_BASE, `k${i}`));
  const kinds = (await accept(rows)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "accepted").length).toBe(LIMITS.personOrdersWaitingMax);
  expect(kinds.at(-1)).toBe("queue_full");
  await pool.query("UPDATE action_request SET status = 'held'");
  expect((await accept([row(OWNER_BASE, "one more")])).map(({ kind }) => kind)).toEqual(["queue_full"]);
});

test("[AP-5] a poison row in a real batch is refused alone", async () => {
  const agents = await Promise.all(Array.from({ length: 30 }, () => addAgent(pool)));
  const queue = createAcceptQueue({ commit: createAcceptBatch(pool), onFault: () => {} });
  const poison = { parameters: '{"text":"\\u0000"}' };
  const outcomes = await Promise.all(
    agents.map(({ number }, i) => queue.accept(row(number, "k", i % 10 === 7 ? poison : {}))),
  );
  expect(outcomes.map(({ kind }) => kind)).toEqual(
    agents.map((_, i) => (i % 10 === 7 ? "refused" : "accepted")),
  );
  expect(await Promise.all(agents.map(({ number }) => keysOf(number)))).toEqual(
    agents.map((_, i) => (i % 10 === 7 ? [] : ["k"])),
  );
});

test("[AP-1] [AP-6] connections that die under load: whatever was acknowledged is there, the rest is told to come again", async () => {
  const agents = await Promise.all(Array.from({ length: 60 }, () => addAgent(pool)));
  const queue = createAcceptQueue({ commit: createAcceptBatch(pool), onFault: () => {} });
  const acknowledged: string[] = [];
  const kinds = new Set<string>();
  let kills = 0;
  const callers = agents.map(async ({ number }) => {
    for (let i = 0; i < LIMITS.actionsWaitingMax; i++) {
      for (let tries = 0; tries < 200; tries++) {
        const outcome = await queue.accept(row(number, `k${i}`));
        kinds.add(outcome.kind);
        if (outcome.kind === "accepted") {
          acknowledged.push(`${number} k${i}`);
          break;
        }
      }
    }
  });
  const killer = (async () => {
    for (; kills < 5; kills++) {
      await pool
        .query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .catch(() => {});
    }
  })();
  await Promise.all([...callers, killer]);
  expect([...kinds].filter((kind) => kind !== "accepted" && kind !== "unavailable")).toEqual([]);
  const { rows } = await pool.query<{ name: string }>(
    "SELECT agent || ' ' || idempotency_key AS name FROM action_request WHERE agent = ANY($1)",
    [agents.map(({ number }) => number)],
  );
  expect(new Set(acknowledged).size).toBe(agents.length * LIMITS.actionsWaitingMax);
  expect(rows.map(({ name }) => name).sort()).toEqual([...acknowledged].sort());
});
