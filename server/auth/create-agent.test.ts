import { afterAll, beforeAll, expect, test } from "vitest";
import { formatId, MAIN_WORLD, parseId } from "#city/ids.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { testWorld } from "#tests/util/test-world.ts";
import { createAgent } from "./create-agent.ts";
import { hashKey } from "./key-secret.ts";

let world: Awaited<ReturnType<typeof testWorld>>;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.drop());

const homes = [
  { building: 7, room: 1 },
  { building: 9, room: 2 },
];
const make = (name: string, home: string | null = null) =>
  createAgent(world.pool, homes, { world: MAIN_WORLD, name, home });

async function made(name: string) {
  const result = await make(name);
  if (!result.ok) throw new Error(result.message);
  const parts = parseId("agt", result.value.agentId);
  return { ...result.value, number: parts.ok ? parts.value.index : -1 };
}

async function rowsOf(table: string, column: string, number: number) {
  return (await world.pool.query(`SELECT * FROM ${table} WHERE ${column} = $1`, [number])).rows;
}

test("[KY-2] [KY-5] [KY-7] a new agent has a home, one key of which only the hash is kept, and waits at City Hall", async () => {
  const ada = await made("Ada");
  expect(ada.number).toBeGreaterThanOrEqual(OUTSIDE_AGENT_BASE);
  expect(ada.entersAtTick).toBe(42);
  expect(await rowsOf("agent", "number", ada.number)).toMatchObject([
    { name: "Ada", kind: "external", district: 0 },
  ]);
  const keys = await rowsOf("agent_key", "agent", ada.number);
  expect(keys).toMatchObject([{ hash: hashKey(ada.key), revoked_at: null }]);
  expect(JSON.stringify(keys)).not.toContain(ada.key.slice(-12));
  const home = parseId("bld", ada.home);
  expect(await rowsOf("action_request", "agent", ada.number)).toMatchObject([
    {
      kind: "arrive",
      idempotency_key: "arrive",
      tick: null,
      parameters: { homeBuilding: home.ok ? home.value.index : -1, grantCents: 50_000 },
    },
  ]);
  // The two places that are left, and then there are none; a home that is named may be shared.
  expect((await make("Bob")).ok && (await make("Cy")).ok).toBe(true);
  const { rows } = await world.pool.query("SELECT home_building FROM agent ORDER BY home_building");
  expect(rows.map((row: { home_building: number }) => row.home_building)).toEqual([7, 9, 9]);
  expect(await make("Di")).toMatchObject({ ok: false, code: "no_room" });
  expect(await make("Di", formatId("bld", MAIN_WORLD, 9))).toMatchObject({
    ok: true,
    value: { home: formatId("bld", MAIN_WORLD, 9) },
  });
});

test("[KY-5] [KY-6] [KY-7] what is not a name or a home makes nothing", async () => {
  const count = async () => (await world.pool.query("SELECT count(*) FROM agent")).rows[0].count;
  const before = await count();
  expect(await make("A\u202eda")).toMatchObject({ ok: false, code: "bad_name" });
  for (const home of ["bld_1000008", "agt_1000007", "bld_2000007", "x"]) {
    expect(await make("Ada", home)).toMatchObject({ ok: false, code: "bad_home" });
  }
  expect(await count()).toBe(before);
});
