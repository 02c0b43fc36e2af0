import pg from "pg";
import { expect, test } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { createAcceptQueue } from "./accept-queue.ts";
import type { AcceptBatch, AcceptOutcome, AcceptRow } from "./accept-store.ts";

function row(agent: number, idempotencyKey: string): AcceptRow {
  return {
    world: 1,
    agent,
    idempotencyKey,
    digest: new Uint8Array(),
    kind: "look",
    parameters: "{}",
    reasoning: "",
    confidence: 1,
  };
}

const ACCEPTED = { kind: "accepted", actionId: "act_1000001", replayed: false, district: 1 } as AcceptOutcome;

function failing(code: string): Error {
  return Object.assign(new pg.DatabaseError("no", 1, "error"), { code });
}

/** A database that answers when told to. */
function gate(answer: (rows: readonly AcceptRow[]) => readonly AcceptOutcome[]) {
  const calls: { readonly rows: readonly AcceptRow[]; readonly go: () => void }[] = [];
  const commit: AcceptBatch = (rows) =>
    new Promise((resolve, reject) => {
      const go = () => {
        try {
          resolve(answer(rows));
        } catch (error) {
          reject(error);
        }
      };
      calls.push({ rows, go });
    });
  return { calls, commit };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("[AP-5] a row the database refuses fails alone, and every other is committed once", async () => {
  const committed: string[] = [];
  const commit: AcceptBatch = async (rows) => {
    if (rows.some(({ idempotencyKey }) => idempotencyKey.startsWith("poison"))) throw failing("22P05");
    committed.push(...rows.map(({ idempotencyKey }) => idempotencyKey));
    return rows.map(() => ACCEPTED);
  };
  const faults: (string | undefined)[] = [];
  const queue = createAcceptQueue({ commit, onFault: (_, bad) => faults.push(bad?.idempotencyKey) });
  const keys = Array.from({ length: 256 }, (_, i) => (i === 3 || i === 200 ? `poison${i}` : `k${i}`));
  const outcomes = await Promise.all(keys.map((key) => queue.accept(row(2, key))));
  expect(outcomes.map(({ kind }) => kind)).toEqual(
    keys.map((key) => (key.startsWith("poison") ? "refused" : "accepted")),
  );
  expect(committed).toEqual(keys.filter((key) => !key.startsWith("poison")));
  expect(faults).toEqual(["poison3", "poison200"]);
});

test("[AP-6] when the database is down all who wait are told at once, and the next caller tries again", async () => {
  let down = true;
  const { calls, commit } = gate((rows) => {
    if (down) throw failing("57P01");
    return rows.map(() => ACCEPTED);
  });
  const queue = createAcceptQueue({ commit, onFault: () => {} });
  const first = queue.accept(row(2, "a"));
  await turn();
  const behind = Array.from({ length: 600 }, (_, i) => queue.accept(row(2, `b${i}`)));
  calls[0]?.go();
  expect((await first).kind).toBe("unavailable");
  expect(new Set((await Promise.all(behind)).map(({ kind }) => kind))).toEqual(new Set(["unavailable"]));
  expect(calls).toHaveLength(1);
  down = false;
  const later = queue.accept(row(2, "c"));
  await turn();
  calls[1]?.go();
  expect((await later).kind).toBe("accepted");
});

test("[AP-7] an agent's actions go to one statement after another, in order; lanes and statements are bounded", async () => {
  const { calls, commit } = gate((rows) => rows.map(() => ACCEPTED));
  const queue = createAcceptQueue({ commit, onFault: () => {} });
  const all = Array.from({ length: 1_000 }, (_, i) => queue.accept(row(i % 4, `k${i}`)));
  const seen: AcceptRow[] = [];
  for (let next = 0; queue.size > 0; ) {
    await turn();
    const open = calls.slice(next);
    expect(open.length).toBeLessThanOrEqual(LIMITS.acceptLanes);
    next += open.length;
    for (const { rows, go } of open) {
      expect(rows.length).toBeLessThanOrEqual(LIMITS.acceptBatchMax);
      seen.push(...rows);
      go();
    }
  }
  await Promise.all(all);
  for (let agent = 0; agent < 4; agent++) {
    const keys = seen.filter((one) => one.agent === agent).map((one) => Number(one.idempotencyKey.slice(1)));
    expect(keys).toEqual(keys.toSorted((a, b) => a - b));
  }
});

test("[AP-6] beyond the bound callers are turned away at once; closing waits for those inside and takes no more", async () => {
  const { calls, commit } = gate((rows) => rows.map(() => ACCEPTED));
  const queue = createAcceptQueue({ commit, onFault: () => {} });
  const inside = Array.from({ length: LIMITS.acceptQueueMax }, (_, i) => queue.accept(row(i, "k")));
  expect(await queue.accept(row(1, "late"))).toEqual({ kind: "unavailable" });
  const closed = queue.close();
  expect(await queue.accept(row(1, "later"))).toEqual({ kind: "unavailable" });
  for (let next = 0; queue.size > 0; await turn()) for (; next < calls.length; next++) calls[next]?.go();
  await closed;
  expect((await Promise.all(inside)).every(({ kind }) => kind === "accepted")).toBe(true);
});
