import { setTimeout as delay } from "node:timers/promises";
import { readLetters } from "#server/db/letter-store.ts";
import { readLog } from "#server/db/log-store.ts";
import { createPool } from "#server/db/pool.ts";
import { TickStore } from "#server/db/tick-store.ts";
import { emptyTick } from "#tests/util/tick-world.ts";
import { decodeInputs, encodeInputs } from "#worker/districts/inputs.ts";
import { encodeHandoff, pursesOf } from "#worker/sim/handoff.ts";
import { BANKS, Bank, ferryGround } from "./ferry.ts";

// One bank of the ferry as a process: it finds out from its log where it was, and goes on until it is killed.

const url = process.env.DATABASE_URL ?? "";
const district = Number(process.env.FERRY_BANK);
const other = BANKS.find((bank) => bank !== district) ?? -1;
const ground = ferryGround();
const bank = new Bank(ground.ctx, district, ground.bodies);
const pool = createPool({ url, connectionsMax: 1, name: "ferry", onError: () => {} });
const store = new TickStore(url, `ferry ${district}`);

let tick = await tickOf(district);
for (const { inputs } of await readLog(pool, 1, district, 1, tick)) bank.step(decodeInputs(inputs).letters);
for (;;) {
  // Side by side: a letter could not be read before its tick has come.
  while ((await tickOf(other)) < tick) await delay(2);
  tick++;
  const rows = await readLetters(store, 1, district, tick);
  const letters = rows.map((letter) => ({ ...letter, kind: "handoff" }) as const);
  const leaving = bank.step(letters);
  const body = encodeHandoff(ground.ctx, leaving);
  const sent = [{ to: other, seq: 1, kind: "handoff", cents: pursesOf(leaving), body }];
  const inputs = encodeInputs({ tick, letters, actions: [], closedBorders: [] });
  const done = await store.commit(
    emptyTick({ district, tick, inputs, consumed: letters, sent: leaving.count > 0 ? sent : [] }),
  );
  if (done !== "committed") throw new Error(`tick ${tick} is ${done}`);
}

async function tickOf(bank: number): Promise<number> {
  const { rows } = await pool.query<{ tick: number }>("SELECT tick FROM district WHERE number = $1", [bank]);
  return rows[0]?.tick ?? 0;
}
