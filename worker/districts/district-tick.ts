import { readActions, readWaitingActions, type WaitingAction } from "#server/db/action-store.ts";
import { readLetters } from "#server/db/letter-store.ts";
import type { ResultRow } from "#server/db/tick-statement.ts";
import type { TickStore } from "#server/db/tick-store.ts";
import { inLetterOrder, LETTER_KINDS, type Letter } from "#sim";
import { wallNowMs } from "../wall-clock.ts";
import { closedBorders } from "./border-policy.ts";
import { carefulStep, type StepDone } from "./careful-step.ts";
import { nextPosition } from "./chain.ts";
import type { City } from "./city.ts";
import { pickActions } from "./pick-actions.ts";
import { LeaseLost, type Live, recoverDistrict } from "./recover.ts";
import { type FeedTold, feedOf, refusedResults, tickCommit } from "./tick-commit.ts";

/** The right to a district: writes of another generation change nothing. */
export interface Lease {
  readonly district: number;
  readonly generation: number;
}

/** A tick that is committed. */
export interface TickDone {
  readonly live: Live;
  readonly step: StepDone;
  /** One for each action this tick finished. */
  readonly results: readonly ResultRow[];
  /** The actions that were waiting when it began, and those that came by letter and have their result now. */
  readonly waiting: readonly WaitingAction[];
  readonly feed: readonly FeedTold[];
  readonly stepMs: number;
  readonly commitMs: number;
}

/**
 * Runs and commits the next tick of a district. `heldBack` names letters that made an earlier tick throw (letterKey).
 * Rejects with LeaseLost when another worker has the district; on any rejection `live` is worthless, since the step
 * works in place.
 */
export async function tickDistrict(
  city: City,
  store: TickStore,
  lease: Lease,
  live: Live,
  heldBack: ReadonlySet<string>,
): Promise<TickDone> {
  const { district, generation } = lease;
  const before = live.position;
  const tick = before.tick + 1;
  const letters = await openLetters(city, store, district, tick, heldBack);
  const waiting = await readWaitingActions(store, city.world.id, district);
  const picked = pickActions(waiting, district);
  await city.turns.next();
  const startedMs = performance.now();
  const wanted = {
    tick,
    letters,
    actions: picked.stamped,
    closedBorders: closedBorders(city.lastTicks, district, tick),
  };
  const step = await carefulStep(city.context, live.state, wanted, async () => {
    return (await recoverDistrict(city, district, generation)).state;
  });
  const after = nextPosition(before, city.versions, step.inputs, step.output.stateBytes);
  const steppedMs = performance.now();
  await city.names.learn([...step.output.arrived, ...waiting.map((action) => action.agent)]);
  if (step.output.arrived.length > 0) await city.hearing.follow(step.input.letters, tick);
  city.deeds.take(step.output.deedTexts);
  const judged = await readActions(store, city.world.id, resultsByLetter(step));
  await city.names.learn(step.output.deedChanges.flatMap(({ giver, taker }) => [giver, taker]));
  const feed = feedOf(city, district, step.output);
  const refused = refusedResults(picked.refused, step.excluded);
  const commit = tickCommit(city, { ...lease, wallMs: wallNowMs() }, before, after, step, refused, feed);
  if ((await store.commit(commit)) === "stale")
    throw new LeaseLost(`tick ${tick} of generation ${generation} is stale`);
  return {
    live: { state: step.state, position: after },
    step,
    results: commit.results,
    waiting: [...waiting, ...judged],
    feed,
    stepMs: steppedMs - startedMs,
    commitMs: performance.now() - steppedMs,
  };
}

/** Actions that a step gives results to though it was not given them: they came by letter. */
function resultsByLetter({ input, output }: StepDone): number[] {
  const given = new Set(input.actions.map((action) => action.seq));
  return output.results.flatMap(({ seq }) => (given.has(seq) ? [] : [seq]));
}

/** Names a letter in logs and among those held back. */
export function letterKey(letter: {
  readonly from: number;
  readonly tick: number;
  readonly seq: number;
}): string {
  return `letter ${letter.from}/${letter.tick}/${letter.seq}`;
}

async function openLetters(
  city: City,
  store: TickStore,
  district: number,
  tick: number,
  heldBack: ReadonlySet<string>,
): Promise<Letter[]> {
  const rows = await readLetters(store, city.world.id, district, tick);
  return rows
    .flatMap((row) => {
      const kind = LETTER_KINDS.find((known) => known === row.kind);
      return kind === undefined || heldBack.has(letterKey(row)) ? [] : [{ ...row, kind }];
    })
    .sort(inLetterOrder);
}
