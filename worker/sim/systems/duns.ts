import { assert, at } from "#city/assert.ts";
import { isAgent, mustMove, slotHere } from "../accounts.ts";
import type { Entry } from "../entries.ts";
import { balanceOf, deedAccount, moveThroughLetter, purse } from "../money.ts";
import { districtOfParcel } from "../places.ts";
import type { TickRun } from "../run.ts";
import { CITY_HALL } from "../types.ts";
import { evict, takeLeaseRent } from "./lease-rent.ts";
import { fallBehind, takeTax } from "./tax-arrears.ts";

/** City Hall asks an agent's purse for what its account lacks: in every district, since it knows of none where the body is. */
export function sendDuns(run: TickRun, entry: Entry): void {
  assert(run.state.district === CITY_HALL, "duns are City Hall's");
  if (entry.cents === 0 || !isAgent(entry.who)) return;
  for (let to = CITY_HALL + 1; to <= run.ctx.plan.districts.length; to++)
    run.entries.push({ kind: "dun", to, entry });
}

/** Whoever is here pays what the purse has of it, halted or not: by letter where the parcel is another district's. */
export function answerDun(run: TickRun, { who, cents, cause, about }: Entry): void {
  const slot = slotHere(run.state, who);
  const paid = slot < 0 ? 0 : Math.min(cents, balanceOf(run.state, purse(slot)));
  if (paid === 0) return;
  const entry = { who, cents: paid, cause, about };
  const to = districtOfParcel(run.ctx.plan, run.ctx.places, about);
  if (to !== run.state.district) {
    moveThroughLetter(run, purse(slot), -paid, cause, about);
    run.entries.push({ kind: "due", to, entry });
    return;
  }
  mustMove(run, purse(slot), deedAccount(at(run.ctx.places.localParcelOf, about)), paid, cause);
  takePaid(run, entry);
}

/** What somebody paid lies in the deed's account: it counts as rent or tax, and what is not owed goes back. */
export function takePaid(run: TickRun, { who, cents, cause, about }: Entry): void {
  const take = cause === "lease" ? takeLeaseRent : takeTax;
  take(run, at(run.ctx.places.localParcelOf, about), who, cents);
}

/** What no purse has paid in time is arrears, or ends the lease. */
export function endDuns(run: TickRun): void {
  const { dunUntilTick, rentDunUntilTick } = run.state.parcels;
  const isOver = (until: number) => until >= 0 && until <= run.tick;
  for (let local = 0; local < run.state.parcelCount; local++) {
    if (isOver(at(rentDunUntilTick, local))) evict(run, local);
    if (isOver(at(dunUntilTick, local))) fallBehind(run, local);
  }
}
