import { at } from "#city/assert.ts";
import { accountNumber, accountSlot, openAccount, slotHere } from "../accounts.ts";
import { decodeEntries, type Entry, type EntryKind } from "../entries.ts";
import { inherit } from "../inherit.ts";
import { balanceOf, deedAccount, moveMoney, moveThroughLetter, purse, TREASURY_ACCOUNT } from "../money.ts";
import type { TickRun } from "../run.ts";
import { CITY_HALL, type Letter } from "../types.ts";
import { answerDun, sendDuns, takePaid } from "./duns.ts";
import { closeRentBill } from "./lease-rent.ts";
import { closeTaxBill } from "./tax-arrears.ts";

/** Takes in a letter that is a list of lines. */
export function receiveEntries(run: TickRun, letter: Letter, kind: EntryKind): void {
  for (const entry of decodeEntries(kind, letter)) RECEIVERS[kind](run, entry, letter.from);
}

const RECEIVERS: { readonly [K in EntryKind]: (run: TickRun, entry: Entry, from: number) => void } = {
  payment: credit,
  purse: fillPurse,
  bill: collect,
  due: takeDue,
  heir: takeLeave,
  dun: answerDun,
};

/** City Hall keeps money for whoever it belongs to. */
function credit(run: TickRun, { who, cents, cause, about }: Entry): void {
  moveThroughLetter(run, purse(accountSlot(run, who)), cents, cause, about);
}

/** Money for the purse of an agent; when it has gone on, City Hall keeps it. */
function fillPurse(run: TickRun, entry: Entry): void {
  const slot = slotHere(run.state, entry.who);
  if (slot >= 0) moveThroughLetter(run, purse(slot), entry.cents, entry.cause, entry.about);
  else run.entries.push({ kind: "payment", to: CITY_HALL, entry });
}

/** City Hall takes what somebody owes as far as their account reaches, tells the parcel's district, and duns for the rest. */
function collect(run: TickRun, { who, cents, cause, about }: Entry, from: number): void {
  const slot = run.state.slotOf.get(accountNumber(who));
  const paid = slot === undefined ? 0 : Math.min(cents, balanceOf(run.state, purse(slot)));
  if (slot !== undefined && paid > 0) moveThroughLetter(run, purse(slot), -paid, cause, about);
  run.entries.push({ kind: "due", to: from, entry: { who, cents: paid, cause, about } });
  sendDuns(run, { who, cents: cents - paid, cause, about });
}

/** What came of a bill, which is answered with it, or of a dun. */
function takeDue(run: TickRun, entry: Entry, from: number): void {
  const { who, cents, cause, about } = entry;
  const local = at(run.ctx.places.localParcelOf, about);
  if (cents > 0) moveThroughLetter(run, deedAccount(local), cents, cause, who);
  takePaid(run, entry);
  if (from !== CITY_HALL) return;
  const close = cause === "lease" ? closeRentBill : closeTaxBill;
  close(run, local, who);
}

/** Somebody has left for good: what they have here goes to the heir, and at City Hall whatever still comes for them. */
function takeLeave(run: TickRun, { who, about }: Entry): void {
  if (run.state.district !== CITY_HALL) {
    inherit(run, who, about);
    return;
  }
  const slot = run.state.slotOf.get(accountNumber(who)) ?? openAccount(run.state, who);
  run.state.bodies.heir[slot] = about;
  const to = about < 0 ? TREASURY_ACCOUNT : purse(accountSlot(run, about));
  moveMoney(run, purse(slot), to, balanceOf(run.state, purse(slot)), "inheritance");
}
