import { TAX_ACCOUNT } from "../money.ts";
import { sendMoney } from "../money-letters.ts";
import type { TickRun } from "../run.ts";
import { CITY_HALL } from "../types.ts";

/** Rents and taxes go to City Hall this often: a letter a tick would cost more than it is worth. */
const FORWARD_EVERY_TICKS = 15;

/** Sends what this district took to City Hall. Districts take turns, so that its letters spread over the ticks. */
export function forwardTaxes(run: TickRun): void {
  const { district, fields } = run.state;
  if (district === CITY_HALL || fields.taxCents === 0) return;
  if ((run.tick + district) % FORWARD_EVERY_TICKS === 0)
    sendMoney(run, TAX_ACCOUNT, CITY_HALL, fields.taxCents, "tax");
}
