import { unpacked } from "#server/db/packed-bytes.ts";
import type { DeedRow } from "#server/db/tick-statement.ts";
import { answer, type FakeDatabase, letterKey } from "./fake-database.ts";

/** Parameters of the tick statement, in its order. */
type Values = [
  world: number,
  district: number,
  generation: number,
  tick: number,
  previousHash: Uint8Array,
  hash: Uint8Array,
  stateHash: Uint8Array,
  engineVersion: number,
  specVersion: number,
  planHash: string,
  inputs: Uint8Array,
  transfers: Uint8Array,
  effects: string,
  moneyCents: number,
  wallMs: number,
  slot: number,
  consumedFrom: number[],
  consumedTick: number[],
  consumedSeq: number[],
  sentTo: number[],
  sentSeq: number[],
  sentKind: string[],
  sentCents: number[],
  sentBodies: Uint8Array,
  ledgerAccount: number[],
  ledgerAmount: number[],
  ledgerBalance: number[],
  ledgerCause: string[],
  ledgerCounterparty: number[],
  feedKind: string[],
  feedAgent: number[],
  feedEntry: string[],
  resultSeq: number[],
  resultStatus: string[],
  resultCode: string[],
  resultEffects: string[],
  departed: number[],
  arrived: number[],
  engineHash: string,
  sentStart: number[],
  sentLength: number[],
  heard: string,
  held: number[],
  balanceAccount: number[],
  balanceCents: number[],
  deeds: string,
  deedEvents: string,
];

/** What the tick statement does: everything for the right generation and the next tick, nothing otherwise. */
export function commitTick(db: FakeDatabase, values: readonly unknown[]): Record<string, unknown>[] {
  // The parameters are proven by the statement's own types where it is real.
  const v = values as Values;
  const [, district, generation, tick] = v;
  const row = db.districts.get(district);
  const isFenced = db.flaw !== "unfenced";
  if (row === undefined || (isFenced && (row.generation !== generation || row.tick !== tick - 1)))
    return [{ committed: 0 }];
  const consumed = checkLetters(db, v);
  const results = checkResults(db, v);
  const held = checkHeld(db, v);
  const { departed, arrived } = checkAgents(db, v);
  if (db.flaw !== "letters_stay") for (const key of consumed) db.letters.delete(key);
  sendLetters(db, v);
  for (const [i, action] of results.entries()) {
    action.tick = tick;
    action.status = v[33][i] ?? "";
    action.code = v[34][i] ?? "";
  }
  for (const action of held) action.status = "held";
  writeEstate(db, v);
  for (const agent of departed) agent.district = null;
  for (const agent of arrived) agent.district = district;
  db.ledgerRows += v[24].length;
  db.feedRows += v[29].length;
  Object.assign(row, { tick, stateHash: v[6], chainHash: v[5], engineVersion: v[7], moneyCents: v[13] });
  db.log.push({
    district,
    tick,
    generation,
    previousHash: v[4],
    hash: v[5],
    stateHash: v[6],
    engineVersion: v[7],
    specVersion: v[8],
    planHash: v[9],
    inputs: unpacked(v[10]),
    moneyCents: v[13],
    wallMs: v[14],
    engineHash: v[38],
    heard: JSON.parse(v[41]),
  });
  return [{ committed: 1 }];
}

function checkLetters(db: FakeDatabase, v: Values): Set<string> {
  const keys = v[16].map((from, i) => letterKey(v[1], from, v[17][i] ?? -1, v[18][i] ?? -1));
  const found = new Set(keys.filter((key) => db.letters.has(key)));
  need(found.size, keys.length, "letters consumed");
  return found;
}

function sendLetters(db: FakeDatabase, v: Values): void {
  for (const [i, to] of v[19].entries()) {
    const [seq, kind, cents] = [v[20][i] ?? -1, v[21][i] ?? "", v[22][i] ?? 0];
    const start = (v[39][i] ?? 1) - 1;
    const body = v[23].subarray(start, start + (v[40][i] ?? 0));
    db.letters.set(letterKey(to, v[1], v[3], seq), { from: v[1], to, tick: v[3], seq, kind, cents, body });
  }
}

function checkResults(db: FakeDatabase, v: Values) {
  const found = v[32].flatMap((seq) =>
    db.actions.filter((action) => action.seq === seq && action.tick === null),
  );
  need(new Set(found).size, v[32].length, "actions without a result");
  return found;
}

function checkHeld(db: FakeDatabase, v: Values) {
  const found = v[42].flatMap((seq) =>
    db.actions.filter((action) => action.seq === seq && action.tick === null && action.status === "accepted"),
  );
  need(new Set(found).size, v[42].length, "actions to be held");
  return found;
}

function writeEstate(db: FakeDatabase, v: Values): void {
  const [, district, , tick] = v;
  db.statementRows += v[24].filter((account, i) => account !== 0 && v[27][i] !== "handoff").length;
  for (const [i, account] of v[43].entries()) {
    const known = db.balances.get(account);
    if (known === undefined || known.tick <= tick) db.balances.set(account, { cents: v[44][i] ?? 0, tick });
  }
  const deeds: DeedRow[] = JSON.parse(v[45]);
  for (const deed of deeds) db.deeds.set(deed.parcel, { ...deed, district });
  const events: unknown[] = JSON.parse(v[46]);
  db.deedEventRows += events.length;
}

function checkAgents(db: FakeDatabase, v: Values) {
  const departed = agentsIn(db, v[36], v[1]);
  need(departed.length, v[36].length, "agents departed");
  const arrived = agentsIn(db, v[37], null);
  need(arrived.length, v[37].length, "agents arrived");
  return { departed, arrived };
}

function agentsIn(db: FakeDatabase, numbers: readonly number[], district: number | null) {
  return [...new Set(numbers)].flatMap((number) => {
    const agent = db.agents.get(number);
    return agent?.district === district ? [agent] : [];
  });
}

function need(actual: number, expected: number, what: string): void {
  if (actual !== expected) {
    throw answer("BT001", `tick statement: ${actual} rows of ${what}, expected ${expected}`);
  }
}
