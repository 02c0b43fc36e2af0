import { at } from "#city/assert.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { placeBodies } from "../bodies.ts";
import { decodeHandoff } from "../handoff.ts";
import { decodeMoney } from "../letters.ts";
import { moveThroughLetter, PROCUREMENT_ACCOUNT, purse, TREASURY_ACCOUNT } from "../money.ts";
import { linkInside } from "../placing.ts";
import type { TickRun } from "../run.ts";
import { INSIDE, ON_TRIP } from "../state.ts";
import { beginPart } from "../trips.ts";
import type { Letter } from "../types.ts";
import { setTripTick, setWakeTick } from "../waking.ts";
import { receiveEntries } from "./receive-entries.ts";
import { receiveOrder } from "./receive-order.ts";

/**
 * Takes in what letters bring: bodies go on with their trips, money goes to its account, orders are judged. Duns come last,
 * so that they also meet whoever arrives in this tick.
 */
export function receiveLetters(run: TickRun): void {
  const { letters } = run.input;
  for (const letter of letters) if (letter.kind !== "dun") receive(run, letter);
  for (const letter of letters) if (letter.kind === "dun") receive(run, letter);
}

function receive(run: TickRun, letter: Letter): void {
  run.lettersInCents += letter.cents;
  switch (letter.kind) {
    case "money":
      receiveMoney(run, letter);
      break;
    case "handoff":
      receiveBodies(run, letter);
      break;
    case "order":
      receiveOrder(run, letter);
      break;
    default:
      receiveEntries(run, letter, letter.kind);
  }
}

function receiveMoney(run: TickRun, letter: Letter): void {
  const { purpose, cents } = decodeMoney(letter.body);
  moveThroughLetter(run, purpose === "tax" ? TREASURY_ACCOUNT : PROCUREMENT_ACCOUNT, cents, purpose);
}

function receiveBodies(run: TickRun, letter: Letter): void {
  const bodies = decodeHandoff(run.ctx, letter.body, run.state.district);
  for (const slot of placeBodies(run.state, bodies)) takeIn(run, slot);
}

function takeIn(run: TickRun, slot: number): void {
  const { state } = run;
  const { bodies } = state;
  const agent = at(bodies.agent, slot);
  const purseCents = at(bodies.purseCents, slot);
  bodies.purseCents[slot] = 0;
  moveThroughLetter(run, purse(slot), purseCents, "handoff");
  const wake = at(bodies.wakeTick, slot);
  if (wake >= 0) setWakeTick(state, slot, Math.max(wake, run.tick));
  if (agent >= OUTSIDE_AGENT_BASE) run.out.arrived.push(agent);
  if (at(bodies.placeKind, slot) === ON_TRIP) {
    beginPart(run, slot);
    setTripTick(state, slot, run.tick);
    return;
  }
  if (at(bodies.placeKind, slot) === INSIDE) linkInside(run.ctx, state, slot);
  if (wake < 0) setWakeTick(state, slot, run.tick);
}
