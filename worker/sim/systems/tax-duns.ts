import { assert, at } from "#city/assert.ts";
import { isAgent, mustMove, slotHere } from "../accounts.ts";
import type { Entry } from "../entries.ts";
import { balanceOf, deedAccount, moveThroughLetter, purse } from "../money.ts";
import { districtOfParcel } from "../places.ts";
import type { TickRun } from "../run.ts";
import { CITY_HALL } from "../types.ts";
import { takeTax } from "./tax-arrears.ts";

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
  const to = districtOfParcel(run.ctx.plan, run.ctx.places, about);
  if (to !== run.state.district) {
    moveThroughLetter(run, purse(slot), -paid, cause, about);
    run.entries.push({ kind: "due", to, entry: { who, cents: paid, cause, about } });
    return;
  }
  const local = at(run.ctx.places.localParcelOf, about);
  mustMove(run, purse(slot), deedAccount(local), paid, cause);
  takeTax(run, local, who, paid);
}
