import { at } from "#city/assert.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { decodeHandoff, decodeMoney } from "../letters.ts";
import { moveThroughLetter, PROCUREMENT_ACCOUNT, purse, TREASURY_ACCOUNT } from "../money.ts";
import { linkInside } from "../placing.ts";
import { type BodyRecord, loadRecord } from "../record.ts";
import type { TickRun } from "../run.ts";
import { addBody, INSIDE, ON_TRIP } from "../state.ts";
import { beginPart } from "../trips.ts";
import type { Letter } from "../types.ts";
import { setTripTick, setWakeTick } from "../waking.ts";

/** Takes in what letters bring: bodies go on with their trips, money goes to its account. */
export function receiveLetters(run: TickRun): void {
  for (const letter of run.input.letters) {
    run.lettersInCents += letter.cents;
    if (letter.kind === "money") receiveMoney(run, letter);
    else
      for (const record of decodeHandoff(run.ctx, letter.body, run.state.district)) receiveBody(run, record);
  }
}

function receiveMoney(run: TickRun, letter: Letter): void {
  const { purpose, cents } = decodeMoney(letter.body);
  moveThroughLetter(run, purpose === "tax" ? TREASURY_ACCOUNT : PROCUREMENT_ACCOUNT, cents, purpose);
}

function receiveBody(run: TickRun, record: BodyRecord): void {
  const { state } = run;
  const { bodies } = state;
  const { agent, purseCents } = record.values;
  const slot = addBody(state, agent);
  loadRecord(state, slot, record);
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
