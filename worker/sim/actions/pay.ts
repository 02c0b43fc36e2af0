import { at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { credits } from "#city/world/economy.ts";
import { spotOf } from "../body-place.ts";
import { isWithin } from "../hearing.ts";
import { moveMoney, purse } from "../money.ts";
import { OUTSIDE } from "../state.ts";
import { type ActionHandler, applied, refused } from "./handler.ts";
import { hindrance, tell } from "./judge.ts";
import { otherOf } from "./targets.ts";

/** Gives money to an agent within LIMITS.hearingRadiusCm or in the same building; residents take it too. */
export const pay: ActionHandler<"pay"> = (run, slot, parameters) => {
  const { ctx, state } = run;
  const cents = parameters.amount_cents;
  const hindered = hindrance(run, slot);
  if (hindered !== null) return refused(hindered);
  if (!Number.isSafeInteger(cents) || cents <= 0) return refused("bad_amount");
  const other = otherOf(run, slot, parameters.to);
  if (!other.ok) return refused(other.code);
  const spot = spotOf(ctx, state, slot, run.endMs);
  if (!isWithin(spot, spotOf(ctx, state, other.value, run.endMs), LIMITS.hearingRadiusCm))
    return refused("too_far");
  if (!moveMoney(run, purse(slot), purse(other.value), cents, "payment"))
    return refused("insufficient_funds");
  const payer = at(state.bodies.agent, slot);
  const payee = at(state.bodies.agent, other.value);
  if (state.bodies.kind[other.value] === OUTSIDE) {
    run.out.heard.push({ hearer: payee, from: payer, kind: "payment", text: `Paid you ${credits(cents)}.` });
  }
  tell(run, slot, {
    kind: "payment",
    event: "paid",
    significance: 70,
    other: payee,
    building: spot.inside,
    cents,
  });
  return applied({ balance_cents: at(state.bodies.purseCents, slot) });
};
