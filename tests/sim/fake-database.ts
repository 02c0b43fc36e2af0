import pg from "pg";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import type { LetterRow } from "#server/db/letter-store.ts";
import type { SnapshotRow } from "#server/db/snapshot-store.ts";
import type { DeedRow, HeardRow, LogRow } from "#server/db/tick-statement.ts";
import { acceptAgain, acceptRows } from "./fake-accept.ts";
import { commitTick } from "./fake-tick.ts";

export interface FakeDistrict {
  readonly number: number;
  tick: number;
  generation: number;
  leaseOwner: string | null;
  leaseUntilMs: number;
  stateHash: Uint8Array;
  chainHash: Uint8Array;
  engineVersion: number;
  moneyCents: number;
}

export interface FakeAgent {
  readonly name: string;
  district: number | null;
}

export interface FakeAction {
  readonly seq: number;
  readonly agent: number;
  readonly key: string;
  readonly digest: Uint8Array;
  readonly kind: string;
  readonly parameters: unknown;
  tick: number | null;
  status: string;
  code: string | null;
}

export interface FakeLog extends LogRow {
  readonly district: number;
  readonly generation: number;
  readonly heard: readonly HeardRow[];
}

type Row = Record<string, unknown>;
type Statement = (database: FakeDatabase, values: readonly unknown[]) => Row[];

/** What may be broken on purpose, to see that it is found out: the fence around a district, or letters that stay after they were read. */
export type Flaw = "none" | "unfenced" | "letters_stay";

/** The tables of the tick, in memory. A statement is one call of execute(): all of it happens or, when it throws, nothing. */
export class FakeDatabase {
  readonly districts = new Map<number, FakeDistrict>();
  readonly agents = new Map<number, FakeAgent>();
  readonly letters = new Map<string, LetterRow>();
  readonly log: FakeLog[] = [];
  readonly snapshots: { row: SnapshotRow; verified: boolean }[] = [];
  actions: FakeAction[] = [];
  actionSeq = 0;
  ledgerRows = 0;
  feedRows = 0;
  readonly deeds = new Map<number, DeedRow & { readonly district: number }>();
  readonly balances = new Map<number, { readonly cents: number; readonly tick: number }>();
  deedEventRows = 0;
  statementRows = 0;
  readonly flaw: Flaw;

  constructor(flaw: Flaw = "none") {
    this.flaw = flaw;
  }

  /** Runs one statement of the stores, known by its name or by what it begins with. Throws what the server would answer. */
  execute(name: string | undefined, text: string, values: readonly unknown[]): Row[] {
    const flat = text.replace(/\s+/g, " ").trim();
    const statement = BY_NAME.get(name ?? "") ?? BY_TEXT.find(([pattern]) => pattern.test(flat))?.[1];
    if (statement === undefined) throw new Error(`the fake database does not know: ${name ?? flat}`);
    return statement(this, values);
  }

  /** Gives every district that is free, or an earlier life of this owner held, to `owner`, as far as `wants` it. */
  claim(
    owner: string,
    nowMs: number,
    leaseMs: number,
    held: ReadonlySet<number>,
    wants: (district: number) => boolean,
  ): FakeDistrict[] {
    const claimed: FakeDistrict[] = [];
    for (const district of this.districts.values()) {
      const free = district.leaseUntilMs < nowMs || district.leaseOwner === owner;
      if (held.has(district.number) || !free || !wants(district.number)) continue;
      district.generation++;
      district.leaseOwner = owner;
      district.leaseUntilMs = nowMs + leaseMs;
      claimed.push({ ...district });
    }
    return claimed;
  }

  /** Prolongs these leases; the districts that are still the owner's. */
  renew(
    owner: string,
    nowMs: number,
    leaseMs: number,
    held: readonly { readonly district: number; readonly generation: number }[],
  ): number[] {
    return held.flatMap(({ district, generation }) => {
      const row = this.districts.get(district);
      if (row?.leaseOwner !== owner || row.generation !== generation) return [];
      row.leaseUntilMs = nowMs + leaseMs;
      return [district];
    });
  }

  /** What districts hold and what letters carry, cents. */
  sumCents(): number {
    let sum = 0;
    for (const district of this.districts.values()) sum += district.moneyCents;
    for (const letter of this.letters.values()) sum += letter.cents;
    return sum;
  }

  /** Everything a tick can change, as text: equal texts mean equal tables. */
  everything(): string[] {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
    return [
      ...[...this.districts.values()].map(
        (d) =>
          `district ${d.number} ${d.tick} ${d.generation} ${hex(d.stateHash)} ${hex(d.chainHash)} ${d.moneyCents}`,
      ),
      ...[...this.agents].map(([number, agent]) => `agent ${number} ${agent.district}`),
      ...this.actions.map((a) => `action ${a.seq} ${a.agent} ${a.key} ${a.tick} ${a.status} ${a.code}`),
      ...[...this.letters.values()].map((l) => `letter ${l.to}/${l.from}/${l.tick}/${l.seq} ${l.cents}`),
      ...this.log.map(
        (l) => `log ${l.district} ${l.tick} ${l.generation} ${hex(l.previousHash)} ${hex(l.hash)}`,
      ),
      `ledger ${this.ledgerRows}`,
      `feed ${this.feedRows}`,
      ...[...this.deeds.values()].map(
        (d) => `deed ${d.parcel} ${d.district} ${d.owner} ${d.balance_cents} ${d.arrears_cents} ${d.title}`,
      ),
      ...[...this.balances].map(([account, { cents, tick }]) => `balance ${account} ${cents} ${tick}`),
      `deed events ${this.deedEventRows}`,
      `statement ${this.statementRows}`,
    ].sort((a, b) => (a < b ? -1 : 1));
  }
}

/** An answer of the server that leaves the session as it was. */
export function answer(code: string, message: string): pg.DatabaseError {
  const error = new pg.DatabaseError(message, message.length, "error");
  error.severity = "ERROR";
  error.code = code;
  return error;
}

export function letterKey(to: number, from: number, tick: number, seq: number): string {
  return `${to}/${from}/${tick}/${seq}`;
}

const BY_NAME = new Map<string, Statement>([
  ["tick_commit", commitTick],
  ["district_mark", (db, [, number]) => pick(db.districts.get(Number(number)))],
  [
    "letters_read",
    (db, [, district, tick, limit]) =>
      [...db.letters.values()]
        .filter((letter) => letter.to === district && letter.tick < Number(tick))
        .sort((a, b) => a.tick - b.tick || a.from - b.from || a.seq - b.seq)
        .slice(0, Number(limit))
        .map((letter) => ({ ...letter, body: Buffer.from(letter.body).toString("base64") })),
  ],
  [
    "actions_waiting",
    (db, [, district, limit]) =>
      db.actions
        .filter(
          ({ tick, status, agent }) =>
            tick === null && status !== "held" && db.agents.get(agent)?.district === district,
        )
        .slice(0, Number(limit))
        .map(waitingRow),
  ],
  [
    "actions_by_seq",
    (db, [, seqs]) => db.actions.filter(({ seq }) => (seqs as number[]).includes(seq)).map(waitingRow),
  ],
  [
    "deed_texts",
    (db, [, district]) =>
      [...db.deeds.values()].flatMap(({ parcel, title, sign, district: held }) =>
        held === district && (title !== null || sign !== null) ? [{ parcel, title, sign }] : [],
      ),
  ],
  [
    "deed_arrears",
    (db, [, ownersFrom]) =>
      [...db.deeds.values()]
        .flatMap(({ parcel, owner, arrears_cents: cents, arrears_day: sinceDay }) =>
          owner !== null && owner < Number(ownersFrom) && cents > 0
            ? [{ owner, parcel, cents, sinceDay }]
            : [],
        )
        .sort((a, b) => a.owner - b.owner || (a.sinceDay ?? 0) - (b.sinceDay ?? 0) || a.parcel - b.parcel),
  ],
  [
    "agent_names",
    (db, [, after]) =>
      [...db.agents].flatMap(([number, { name }]) =>
        number > Number(after) ? [{ number, name, kind: number >= OWNER_BASE ? "owner" : "external" }] : [],
      ),
  ],
  [
    "heard_read",
    (db, [, , from, to]) =>
      db.log
        .filter((row) => row.tick >= Number(from) && row.tick <= Number(to))
        .sort((a, b) => a.tick - b.tick || a.district - b.district)
        .map(({ district, tick, heard }) => ({ district, tick, heard })),
  ],
  ["accept", acceptRows],
  ["accept-again", acceptAgain],
]);

const BY_TEXT: readonly (readonly [RegExp, Statement])[] = [
  [
    /^SELECT number, .* FROM district WHERE world_id = \$1 AND number = \$2$/,
    (db, [, n]) => pick(db.districts.get(Number(n))),
  ],
  [
    /^SELECT tick, previous_hash .* FROM tick\.log /,
    (db, [, , district, from, to]) =>
      db.log
        .filter((row) => row.district === district && row.tick >= Number(from) && row.tick <= Number(to))
        .map((row) => ({ ...row })),
  ],
  [/^INSERT INTO tick\.snapshot /, insertSnapshot],
  [
    /^SELECT .* FROM tick\.snapshot WHERE .* AND tick = \$3$/,
    (db, [, d, tick]) => pick(snapshotAt(db, d, tick)?.row),
  ],
  [
    /^SELECT .* FROM tick\.snapshot WHERE .* AND verified AND tick <= \$3/,
    (db, [, district, tick]) => {
      const good = db.snapshots.filter(
        ({ row, verified }) => verified && row.district === district && row.tick <= Number(tick),
      );
      return pick(good.sort((a, b) => b.row.tick - a.row.tick)[0]?.row);
    },
  ],
  [
    /^UPDATE tick\.snapshot SET verified = TRUE /,
    (db, [, district, tick]) => {
      const found = snapshotAt(db, district, tick);
      if (found !== undefined) found.verified = true;
      return [];
    },
  ],
];

function waitingRow({ seq, agent, kind, key, parameters }: FakeAction): Row {
  return { seq, agent, kind, idempotencyKey: key, parameters };
}

function pick(row: object | undefined): Row[] {
  return row === undefined ? [] : [{ ...row }];
}

function snapshotAt(db: FakeDatabase, district: unknown, tick: unknown) {
  return db.snapshots.find(({ row }) => row.district === district && row.tick === tick);
}

type SnapshotValues = [
  world: number,
  district: number,
  tick: number,
  engineVersion: number,
  specVersion: number,
  planHash: string,
  stateHash: Uint8Array,
  chainHash: Uint8Array,
  contentHash: Uint8Array,
  content: Uint8Array,
  engineHash: string,
];

function insertSnapshot(db: FakeDatabase, values: readonly unknown[]): Row[] {
  // In the order of the statement's parameters.
  const v = values as SnapshotValues;
  const row = {
    district: v[1],
    tick: v[2],
    engineVersion: v[3],
    specVersion: v[4],
    planHash: v[5],
    stateHash: v[6],
    chainHash: v[7],
    contentHash: v[8],
    content: v[9],
    engineHash: v[10],
  };
  const before = snapshotAt(db, row.district, row.tick);
  if (before === undefined) db.snapshots.push({ row, verified: false });
  else if (!before.verified) before.row = row;
  return [];
}
