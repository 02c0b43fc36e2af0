import { afterEach, beforeEach, expect, it } from "vitest";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { readCitySum } from "#server/db/world-store.ts";
import { encodeState } from "#sim";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { Lockstep, openTestCity, type TestCity } from "#tests/util/test-city.ts";
import { LeaseLost, RecoveryFault, recoverDistrict } from "./recover.ts";
import { openSnapshot, storeSnapshot, takeSnapshot } from "./snapshots.ts";

const HAMLET = { seed: "hamlet", buildings: 200, population: 400 };
const AGENT = OUTSIDE_AGENT_BASE + 1;

let database: TestDatabase;
let opened: TestCity;
let lockstep: Lockstep;

beforeEach(async () => {
  database = await testDatabase();
  opened = await openTestCity(database.url, HAMLET);
  lockstep = new Lockstep(opened.city);
  await lockstep.open();
});

afterEach(async () => {
  await lockstep.close();
  await opened.close();
  await database.drop();
});

async function ticks(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await lockstep.tick();
}

async function act(kind: string, parameters: object, key: string = kind): Promise<void> {
  await opened.city.pool.query(
    `INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
     VALUES (1, $1, $2, '\\x00', $3, $4, '', 1)`,
    [AGENT, key, kind, JSON.stringify(parameters)],
  );
}

async function addAgent(): Promise<void> {
  await opened.city.pool.query(
    "INSERT INTO agent (world_id, number, name, kind, home_building, district) VALUES (1, $1, 'Ada', 'external', 3, 0)",
    [AGENT],
  );
  await act("arrive", { homeBuilding: 3, grantCents: 5_000 });
}

async function expectSameAfterRecovery(): Promise<void> {
  for (const { lease, live } of lockstep.districts) {
    const recovered = await recoverDistrict(opened.city, lease.district, lease.generation);
    expect(recovered.position).toMatchObject({ tick: live.position.tick });
    expect(Buffer.from(recovered.position.chainHash).equals(live.position.chainHash)).toBe(true);
    expect(Buffer.from(encodeState(recovered.state)).equals(encodeState(live.state))).toBe(true);
  }
}

it("[RC-8] a recovery from genesis replays an agent's day to the same hashes and the same state", async () => {
  await addAgent();
  await ticks(3);
  await act("leave", {});
  await act("say", { text: "Hello, hamlet" });
  await ticks(2);
  await act("move_to", { building: "bld_1000010" });
  await ticks(20);
  await expectSameAfterRecovery();
  const { rows } = await opened.city.pool.query("SELECT status, tick IS NULL AS waiting FROM action_request");
  expect(rows).toHaveLength(4);
  expect(rows.filter((row) => row.waiting)).toEqual([]);
});

it("[RC-8] a recovery from a later snapshot comes to the same", async () => {
  await ticks(10);
  for (const { live, lease } of lockstep.districts) {
    await storeSnapshot(
      opened.city,
      takeSnapshot(live.state, lease.district, live.position, opened.city.versions),
    );
  }
  await ticks(5);
  const before = opened.city.counters.replayedTicks;
  await expectSameAfterRecovery();
  expect(opened.city.counters.replayedTicks - before).toBe(5 * lockstep.districts.length);
});

it.each([
  ["an input", "inputs = set_byte(inputs, 0, 2)"],
  ["an input's tick", "inputs = set_byte(inputs, 1, 9)"],
  ["a state hash", "state_hash = set_byte(state_hash, 0, (get_byte(state_hash, 0) + 1) % 256)"],
  ["a chain hash", "hash = set_byte(hash, 5, (get_byte(hash, 5) + 1) % 256)"],
  ["a link", "previous_hash = set_byte(previous_hash, 5, (get_byte(previous_hash, 5) + 1) % 256)"],
])("[RC-9] a log in which someone changed %s is refused", async (_what, change) => {
  await ticks(5);
  await opened.city.pool.query(`UPDATE tick.log SET ${change} WHERE slot = 0 AND district = 1 AND tick = 3`);
  await expect(recoverDistrict(opened.city, 1, 1)).rejects.toThrow();
});

it("[RC-9] a log with a hole is refused", async () => {
  await ticks(5);
  await opened.city.pool.query("DELETE FROM tick.log WHERE slot = 0 AND district = 1 AND tick = 4");
  await expect(recoverDistrict(opened.city, 1, 1)).rejects.toThrow(RecoveryFault);
});

it("[RC-10] a snapshot is only good when what was stored decodes to the same bytes", async () => {
  await ticks(1);
  const [district] = lockstep.districts;
  if (district === undefined) throw new Error("no district");
  const { live, lease } = district;
  const row = takeSnapshot(live.state, lease.district, live.position, opened.city.versions);
  expect(
    Buffer.from(encodeState(openSnapshot(opened.city.context, row))).equals(encodeState(live.state)),
  ).toBe(true);
  const damaged = {
    ...row,
    contentHash: Uint8Array.from(row.contentHash, (byte, i) => (i === 0 ? byte ^ 1 : byte)),
  };
  await expect(storeSnapshot(opened.city, damaged)).rejects.toThrow(/damaged/);
  const verified = async () => {
    const text = "SELECT tick, verified FROM tick.snapshot WHERE district = $1 ORDER BY tick";
    return (await opened.city.pool.query(text, [lease.district])).rows;
  };
  expect(await verified()).toEqual([
    { tick: 0, verified: true },
    { tick: 1, verified: false },
  ]);
  await storeSnapshot(opened.city, row);
  expect((await verified())[1]).toEqual({ tick: 1, verified: true });
  // A good one is never put at risk again.
  await expect(storeSnapshot(opened.city, damaged)).rejects.toThrow(/not stored/);
  expect((await verified())[1]).toEqual({ tick: 1, verified: true });
});

it("[LS-1] whoever lost a district to another generation can no longer change anything", async () => {
  await ticks(2);
  const other = new Lockstep(opened.city);
  await other.open();
  await expect(lockstep.tick()).rejects.toThrow(LeaseLost);
  await other.tick();
  await expect(lockstep.tick()).rejects.toThrow(LeaseLost);
  const { rows } = await opened.city.pool.query(
    "SELECT DISTINCT tick, generation FROM tick.log ORDER BY tick",
  );
  expect(rows).toEqual([
    { tick: 1, generation: 1 },
    { tick: 2, generation: 1 },
    { tick: 3, generation: 2 },
  ]);
  await other.close();
});

it("[CM-10] a letter the engine chokes on is left where it is, and the tick goes on without it", async () => {
  const { pool, world } = opened.city;
  await ticks(2);
  await pool.query("INSERT INTO tick.letter VALUES (1, 1, 2, 1, 9001, 'handoff', 0, '\\xdeadbeef')");
  const [done] = (await lockstep.tick()).filter((tick) => tick.step.excluded.length > 0);
  expect(done?.step.excluded).toMatchObject([{ kind: "letter", letter: { seq: 9001 } }]);
  await ticks(2);
  const { rows } = await pool.query("SELECT seq FROM tick.letter WHERE seq = 9001");
  expect(rows).toHaveLength(1);
  const sum = await readCitySum(pool, 1);
  expect(sum.heldCents + sum.underWayCents).toBe(world.genesisCents);
  await expectSameAfterRecovery();
});

it("[CM-17] the city's money adds up after every tick, with what letters carry", async () => {
  await addAgent();
  for (let n = 0; n < 40; n++) {
    await lockstep.tick();
    const sum = await readCitySum(opened.city.pool, 1);
    expect(sum.heldCents + sum.underWayCents, `after tick ${n + 1}`).toBe(opened.city.world.genesisCents);
  }
});
