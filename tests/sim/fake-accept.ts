import { equalBytes } from "#server/db/commit-outcome.ts";
import type { FakeDatabase } from "./fake-database.ts";

type Values = [
  worlds: number[],
  agents: number[],
  keys: string[],
  digests: Uint8Array[],
  kinds: string[],
  parameters: string[],
];

/** What the accept statement does: new rows as far as each agent has room, one row a key. */
export function acceptRows(db: FakeDatabase, values: readonly unknown[]): Record<string, unknown>[] {
  // In the order of the statement's parameters.
  const [, agents, keys, digests, kinds, parameters] = values as Values;
  const limitOf = (agent: number) => Number(values[agent >= Number(values[10]) ? 9 : 8]);
  const waiting = new Map<number, number>();
  for (const { agent, tick } of db.actions) {
    if (tick === null) waiting.set(agent, (waiting.get(agent) ?? 0) + 1);
  }
  return agents.map((agent, i) => {
    const district = db.agents.get(agent)?.district ?? null;
    const key = keys[i] ?? "";
    if (find(db, agent, key) !== undefined) return { fits: false, seq: null, district };
    const count = (waiting.get(agent) ?? 0) + 1;
    if (count > limitOf(agent)) return { fits: false, seq: null, district };
    waiting.set(agent, count);
    const seq = ++db.actionSeq;
    const given = { seq, agent, key, digest: digests[i] ?? new Uint8Array(), kind: kinds[i] ?? "" };
    db.actions.push({
      ...given,
      parameters: JSON.parse(parameters[i] ?? "{}"),
      tick: null,
      status: "accepted",
      code: null,
    });
    return { fits: true, seq: String(seq), district };
  });
}

/** What the second accept statement does: the rows that are there for these keys. */
export function acceptAgain(db: FakeDatabase, values: readonly unknown[]): Record<string, unknown>[] {
  // In the order of the statement's parameters.
  const [, agents, keys, digests] = values as Values;
  return agents.map((agent, i) => {
    const found = find(db, agent, keys[i] ?? "");
    const same = found === undefined ? null : equalBytes(found.digest, digests[i] ?? new Uint8Array());
    return {
      seq: found === undefined ? null : String(found.seq),
      same,
      district: db.agents.get(agent)?.district ?? null,
    };
  });
}

function find(db: FakeDatabase, agent: number, key: string) {
  return db.actions.find((action) => action.agent === agent && action.key === key);
}
