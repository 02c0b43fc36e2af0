import { at } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { NO_BUILDING } from "#city/plan/types.ts";
import { ACTION_KINDS } from "#city/protocol/actions.ts";
import { RESULT_CODES, RESULT_STATUSES, type ResultCode } from "#city/protocol/codes.ts";
import type { ActionResultView } from "#city/protocol/observation.ts";
import type { DeedEvent, WireEvent } from "#city/protocol/wire-types.ts";
import type { WaitingAction } from "#server/db/action-store.ts";
import type { ResultRow } from "#server/db/tick-statement.ts";
import {
  availableActions,
  CITY_HALL,
  type DeedView,
  deedsKept,
  keyframeEvents,
  outsideAgents,
  perceive,
  type StepOutput,
} from "#sim";
import { Broadcast, type Frame } from "./broadcast.ts";
import { type City, simMsOf } from "./city.ts";
import type { Lease } from "./district-tick.ts";
import type { FrameSizeBook } from "./frame-sizes.ts";
import { toObservation } from "./observation.ts";
import { Recording } from "./recording.ts";
import type { Live, Replay } from "./recover.ts";

/** All that one district's ticks let others see and hear. While ticks are replayed it only records. */
export class ShardVoice implements Replay {
  readonly #city: City;
  readonly #lease: Lease;
  readonly #sizes: FrameSizeBook | null;
  readonly #asked = new Set<number>();
  #broadcast: Broadcast | null = null;
  #recording: Recording | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** `sizes` is told of every frame that is sent. */
  constructor(city: City, lease: Lease, sizes: FrameSizeBook | null) {
    this.#city = city;
    this.#lease = lease;
    this.#sizes = sizes;
  }

  readonly onStart = (live: Live): void => {
    const { context, places, names, blobs, world } = this.#city;
    const { district, generation } = this.#lease;
    if (district === CITY_HALL) return;
    const { tick } = live.position;
    const own = context.plan.districts[district - 1]?.neighborhoods ?? [];
    this.#broadcast = new Broadcast({
      places: places.filter((place) => own.includes(place.index)),
      names: names.directory,
      generation,
      tick,
      known: this.#known(live),
    });
    this.#recording = new Recording(blobs, world.id, district);
    this.#recording.begin(tick, this.#keyframes(this.#broadcast, tick, this.#broadcast.neighborhoods));
  };

  readonly onTick = (live: Live, output: StepOutput): void => {
    this.#take(live, output);
  };

  /** Sends what a committed step announced, and the keyframes whose turn it is. */
  speak(live: Live, output: StepOutput): void {
    this.#send(this.#take(live, output));
    this.speakKeyframes(live);
  }

  /** Sends the keyframes that are due or were asked for. */
  speakKeyframes(live: Live): void {
    const broadcast = this.#broadcast;
    if (broadcast === null) return;
    const { tick } = live.position;
    const due = new Set([...broadcast.dueForKeyframe(tick), ...this.#asked]);
    this.#asked.clear();
    this.#send(this.#keyframes(broadcast, tick, due));
  }

  /** Publishes a keyframe of this neighborhood, or of all of the district, at the next occasion. */
  askKeyframe(neighborhood: number | "all"): void {
    const own = this.#broadcast?.neighborhoods ?? [];
    for (const each of own) if (neighborhood === "all" || neighborhood === each) this.#asked.add(each);
  }

  /** Sends each agent the results of this tick's actions. */
  speakResults(tick: number, results: readonly ResultRow[], waiting: readonly WaitingAction[]): void {
    const bySeq = new Map(waiting.map((action) => [action.seq, action]));
    const byAgent = new Map<number, ActionResultView[]>();
    for (const result of results) {
      const action = bySeq.get(result.seq);
      const view = action === undefined ? null : resultView(this.#city.world.id, tick, action, result);
      if (action === undefined || view === null) continue;
      byAgent.set(action.agent, [...(byAgent.get(action.agent) ?? []), view]);
    }
    for (const [agent, views] of byAgent) this.#city.publisher.results(agent, views);
  }

  /** Sends every outside agent here what it perceives after the tick. Both instants are Unix ms. */
  speakObservations(live: Live, tickAtMs: number, nextTickAtMs: number): void {
    const { context, world, names, hearing, arrears, publisher } = this.#city;
    const timestamp = new Date(tickAtMs).toISOString();
    // A frozen clock has no next tick: then this one's instant is as good as any.
    const deadline = Number.isFinite(nextTickAtMs) ? new Date(nextTickAtMs).toISOString() : timestamp;
    for (const agent of outsideAgents(live.state)) {
      const perception = perceive(context, live.state, agent);
      if (perception === null) continue;
      const observation = toObservation({
        plan: context.plan,
        world: world.id,
        names: names.directory,
        perception,
        actions: availableActions(context, live.state, agent),
        messages: hearing.of(agent, live.position.tick),
        arrears: arrears.of(agent),
        timestamp,
        deadline,
      });
      publisher.observation(observation);
    }
    arrears.refresh(live.position.tick);
  }

  /** Resolves when every closed piece of the recording is written. */
  async recorded(): Promise<void> {
    await this.#writing;
  }

  /** Writes out what was recorded last. */
  async close(): Promise<void> {
    this.#closeChunk();
    await this.#writing;
  }

  #send(frames: readonly Frame[]): void {
    this.#city.publisher.frames(frames);
    this.#sizes?.note(frames);
  }

  #take(live: Live, output: StepOutput) {
    this.#city.hearing.take(this.#lease.district, output.tick, output.heard);
    if (this.#broadcast === null || this.#recording === null) return [];
    this.#city.deeds.take(output.deedTexts);
    const events = [...output.deeds.map((deed) => this.#deedEvent(deed)), ...output.events];
    const deltas = this.#broadcast.deltas(output.tick, events);
    this.#recording.add(deltas);
    if (this.#recording.isFull(output.tick)) {
      this.#closeChunk();
      this.#recording.begin(
        live.position.tick,
        this.#keyframes(this.#broadcast, output.tick, this.#broadcast.neighborhoods),
      );
    }
    return deltas;
  }

  /** What is announced already: bodies in the open, and deeds with their texts. */
  #known(live: Live): Map<number, WireEvent[]> {
    const known = keyframeEvents(this.#city.context, live.state);
    for (const deed of deedsKept(this.#city.context, live.state)) {
      const event = this.#deedEvent(deed);
      known.get(event.neighborhood)?.push(event);
    }
    return known;
  }

  #deedEvent({ parcel, owner, colour, use }: DeedView): DeedEvent {
    const { parcels } = this.#city.context.plan;
    const { title, sign } = this.#city.deeds.of(parcel);
    const building = at(parcels.building, parcel);
    return {
      kind: "deed",
      neighborhood: at(parcels.neighborhood, parcel),
      parcel,
      building: building === NO_BUILDING ? -1 : building,
      owner,
      colour,
      use,
      title: title ?? "",
      sign: sign ?? "",
    };
  }

  #closeChunk(): void {
    const closed = this.#recording?.close() ?? Promise.resolve();
    this.#writing = closed.catch((error: unknown) => {
      this.#city.counters.recordingFailures++;
      this.#city.log.warn({ district: this.#lease.district, err: error }, "a piece of the recording is lost");
    });
  }

  #keyframes(broadcast: Broadcast, tick: number, neighborhoods: Iterable<number>) {
    // Browsers draw a little behind the clock: what ended within the last tick may still be on screen.
    return broadcast.keyframes(tick, simMsOf(this.#city.world, tick - 1), neighborhoods);
  }
}

/** The protocol's view of a result; null for what is no agent's own action. */
function resultView(
  world: number,
  tick: number,
  action: WaitingAction,
  result: ResultRow,
): ActionResultView | null {
  const kind = ACTION_KINDS.find((known) => known === action.kind);
  const status = RESULT_STATUSES.find((known) => known === result.status);
  if (kind === undefined || status === undefined || !isResultCode(result.code)) return null;
  return {
    action_id: formatId("act", world, action.seq),
    idempotency_key: action.idempotencyKey,
    action: kind,
    tick,
    status,
    code: result.code,
    message: RESULT_CODES[result.code],
    effects: { ...result.effects },
  };
}

function isResultCode(code: string): code is ResultCode {
  return Object.hasOwn(RESULT_CODES, code);
}
