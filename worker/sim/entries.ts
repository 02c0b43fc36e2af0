import { ByteReader, ByteWriter } from "#city/protocol/wire/bytes.ts";
import { LEDGER_CAUSES, type LedgerCause, type Letter } from "./types.ts";

/** Letters that are lists of lines: a district writes one a kind, receiver and tick. */
export const ENTRY_KINDS = [
  "payment",
  "purse",
  "bill",
  "due",
  "heir",
  "dun",
] as const satisfies readonly Letter["kind"][];
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** One line: money for somebody (in a bill or dun: what they owe), why, and about whom or which parcel (-1: nothing). */
export interface Entry {
  /** Agent or person. */
  readonly who: number;
  readonly cents: number;
  readonly cause: LedgerCause;
  readonly about: number;
}

/** A line takes four bytes at least: keeps a forged count from reserving memory. */
const ENTRY_BYTES_MIN = 4;

/** Money that such a letter carries: bills and duns only ask for it. */
export function centsIn(kind: EntryKind, entries: readonly Entry[]): number {
  return kind === "bill" || kind === "dun" ? 0 : entries.reduce((sum, entry) => sum + entry.cents, 0);
}

export function encodeEntries(entries: readonly Entry[]): Uint8Array {
  const writer = new ByteWriter();
  writer.varint(entries.length);
  for (const { who, cents, cause, about } of entries) {
    writer.varint(who);
    writer.varint(cents);
    writer.byte(LEDGER_CAUSES.indexOf(cause));
    writer.varint(about + 1);
  }
  return writer.slice(0);
}

/** Reads what encodeEntries wrote; throws RangeError when it is none, or does not hold the letter's money. */
export function decodeEntries(kind: EntryKind, letter: Pick<Letter, "body" | "cents">): Entry[] {
  const reader = new ByteReader(letter.body);
  const count = reader.varint();
  if (count * ENTRY_BYTES_MIN > reader.remaining) throw new RangeError("too many entries");
  const entries = Array.from({ length: count }, () => {
    const who = reader.varint();
    const cents = reader.varint();
    const cause = LEDGER_CAUSES[reader.byte()];
    if (cause === undefined) throw new RangeError("an entry without a cause");
    return { who, cents, cause, about: reader.varint() - 1 };
  });
  if (reader.remaining > 0) throw new RangeError(`${reader.remaining} bytes too many`);
  if (centsIn(kind, entries) !== letter.cents) throw new RangeError("the money is not what the letter says");
  return entries;
}
