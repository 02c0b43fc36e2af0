import { assert } from "#city/assert.ts";
import { LeReader, LeWriter } from "./le-bytes.ts";
import type { TickRun } from "./run.ts";
import type { Letter } from "./types.ts";

/** What a money letter is for: tax goes to City Hall, procurement comes from it. */
export const MONEY_PURPOSES = ["tax", "procurement"] as const;
export type MoneyPurpose = (typeof MONEY_PURPOSES)[number];

/** Body of a money letter. */
export function encodeMoney(purpose: MoneyPurpose, cents: number): Uint8Array {
  const writer = new LeWriter(16);
  writer.put("u8", MONEY_PURPOSES.indexOf(purpose));
  writer.put("f64", cents);
  return writer.finish();
}

/** Reads a money letter's body; throws RangeError when it is none. */
export function decodeMoney(body: Uint8Array): { readonly purpose: MoneyPurpose; readonly cents: number } {
  const reader = new LeReader(body);
  const purpose = MONEY_PURPOSES[reader.get("u8")];
  const cents = reader.get("f64");
  reader.end();
  if (purpose === undefined || cents <= 0) throw new RangeError("not a money letter");
  return { purpose, cents };
}

/** Sends a letter with this district's next sequence number. */
export function sendLetter(
  run: TickRun,
  to: number,
  kind: Letter["kind"],
  cents: number,
  body: Uint8Array,
): void {
  const { state } = run;
  assert(to !== state.district && to <= run.ctx.plan.districts.length, `no letter to district ${to}`);
  state.fields.letterSeq++;
  const seq = state.fields.letterSeq;
  run.out.letters.push({ from: state.district, to, tick: run.tick, seq, kind, cents, body });
}

/** Letters in the order in which they are consumed: (from, tick, seq). */
export function inLetterOrder(a: Letter, b: Letter): number {
  return a.from - b.from || a.tick - b.tick || a.seq - b.seq;
}
