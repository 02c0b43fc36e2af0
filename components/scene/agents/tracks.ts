import type { NeighborhoodPlan } from "#city/plan/types.ts";
import { type BodyEvent, OUTSIDE_AGENT_BASE, type WireEvent } from "#city/protocol/wire-types.ts";
import { cutAt, type Polyline, type Pose, poseAt } from "./polyline.ts";
import { SlotTable } from "./slot-table.ts";
import { placeOfStand, wayOfLeg } from "./way.ts";

/** One stretch of a body's way. Times are absolute simulated ms. */
export interface Stretch {
  readonly neighborhood: number;
  readonly car: boolean;
  readonly startMs: number;
  readonly endMs: number;
  /** When the body is no longer seen if nothing follows. */
  readonly hideMs: number;
  readonly line: Polyline;
}

/** Bodies drawn at a time at most: 16.8 MB of texture. */
export const BODIES_MAX = 65_536;
/** Stretches known ahead of one body at most; more is a stream gone wrong. */
const STRETCHES_MAX = 6;
/** How long a body waits, simulated ms, for the stretch that follows in the next neighborhood. */
const ONWARD_GRACE_MS = 6_000;

export interface Speech {
  readonly agent: number;
  readonly atMs: number;
  readonly text: string;
}

/** What bodies do, as far as the frames told. Knows nothing of textures; says which slots changed. */
export class Tracks {
  readonly slots = new SlotTable(BODIES_MAX);
  readonly #stretches = new Map<number, Stretch[]>();
  readonly #dirty = new Set<number>();
  readonly names = new Map<number, string>();
  /** Called for every utterance that arrives. */
  onSpeech: (speech: Speech) => void = () => {};

  /** Applies one frame's events (local numbers) of one neighborhood. A keyframe replaces all that was known there. */
  apply(events: readonly WireEvent[], place: NeighborhoodPlan, replaces: boolean): void {
    const touched = replaces ? this.#forget(place.index) : new Set<number>();
    for (const event of events) {
      if (event.kind === "deed") continue;
      touched.add(event.agent);
      this.#applyOne(event, place);
    }
    for (const agent of touched) this.#settle(agent);
  }

  /** Drops what is known of a neighborhood nobody looks at any more. */
  leave(neighborhood: number): void {
    for (const agent of this.#forget(neighborhood)) this.#settle(agent);
  }

  /** Drops stretches that are over and brings up the next; call a few times a second. */
  sweep(simMs: number): void {
    for (const [agent, list] of this.#stretches) {
      const first = list[0];
      if (!first) continue;
      const next = list[1];
      if (next ? next.startMs <= simMs : first.hideMs < simMs) {
        list.shift();
        this.#settle(agent);
      }
    }
  }

  /** The stretch a body is on at a time, or null when it is not in the open. */
  current(agent: number, simMs: number): Stretch | null {
    const list = this.#stretches.get(agent);
    if (!list) return null;
    let found: Stretch | null = null;
    for (const stretch of list) if (stretch.startMs <= simMs) found = stretch;
    return found && found.hideMs >= simMs ? found : null;
  }

  pose(agent: number, simMs: number): Pose | null {
    const stretch = this.current(agent, simMs);
    return stretch ? poseAt(stretch.line, shareAt(stretch, simMs)) : null;
  }

  stretchesOf(agent: number): readonly Stretch[] {
    return this.#stretches.get(agent) ?? [];
  }

  agents(): IterableIterator<number> {
    return this.#stretches.keys();
  }

  /** Says that something else of a body has changed than its stretches. */
  touch(agent: number): void {
    const slot = this.slots.slotOf(agent);
    if (slot >= 0) this.#dirty.add(slot);
  }

  /** Slots that changed since the last call. */
  takeDirty(): number[] {
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    return dirty;
  }

  #applyOne(event: BodyEvent, place: NeighborhoodPlan): void {
    switch (event.kind) {
      case "leg":
        this.#add(event.agent, {
          neighborhood: place.index,
          car: event.mode === "car",
          startMs: event.startMs,
          endMs: event.endMs,
          hideMs: hideAfter(event.then, event.endMs),
          line: wayOfLeg(event, place),
        });
        break;
      case "stand": {
        const stands = {
          neighborhood: place.index,
          car: false,
          startMs: event.sinceMs,
          endMs: event.sinceMs,
          hideMs: Number.POSITIVE_INFINITY,
          line: placeOfStand(event, place),
        };
        this.#add(event.agent, stands);
        break;
      }
      case "cancel":
        this.#cut(place.index, event.agent, event.atMs, Number.POSITIVE_INFINITY);
        break;
      case "gone":
        this.#cut(place.index, event.agent, event.atMs, event.atMs);
        break;
      case "name":
        this.names.set(event.agent, event.name);
        break;
      case "speech":
        this.onSpeech({ agent: event.agent, atMs: event.atMs, text: event.text });
        break;
    }
  }

  /** Adds a stretch in place of what its neighborhood had announced from its start on. */
  #add(agent: number, stretch: Stretch): void {
    const known = this.#stretches.get(agent) ?? [];
    const list = known.filter(
      (old) => old.neighborhood !== stretch.neighborhood || old.startMs < stretch.startMs,
    );
    list.push(stretch);
    list.sort((a, b) => a.startMs - b.startMs);
    this.#stretches.set(agent, list.slice(-STRETCHES_MAX));
  }

  /** Ends at a time what a neighborhood had announced of a body, which is seen until `hideMs`. */
  #cut(neighborhood: number, agent: number, atMs: number, hideMs: number): void {
    const kept: Stretch[] = [];
    for (const stretch of this.#stretches.get(agent) ?? []) {
      if (stretch.neighborhood !== neighborhood) kept.push(stretch);
      else if (stretch.startMs <= atMs) kept.push(cutStretch(stretch, atMs, hideMs));
    }
    this.#stretches.set(agent, kept);
  }

  /** Removes the stretches of a neighborhood and gives the agents that had one. */
  #forget(neighborhood: number): Set<number> {
    const touched = new Set<number>();
    for (const [agent, list] of this.#stretches) {
      const kept = list.filter((stretch) => stretch.neighborhood !== neighborhood);
      if (kept.length === list.length) continue;
      this.#stretches.set(agent, kept);
      touched.add(agent);
    }
    return touched;
  }

  /** Gives or takes the agent's slot and marks it changed. */
  #settle(agent: number): void {
    const list = this.#stretches.get(agent);
    const slot = this.slots.slotOf(agent);
    if (list && list.length > 0) {
      const taken = this.slots.take(agent);
      if (taken >= 0) this.#dirty.add(taken);
      return;
    }
    this.#stretches.delete(agent);
    if (agent < OUTSIDE_AGENT_BASE) this.names.delete(agent);
    if (slot >= 0) {
      this.slots.release(agent);
      this.#dirty.add(slot);
    }
  }
}

function cutStretch(stretch: Stretch, atMs: number, hideMs: number): Stretch {
  if (stretch.endMs <= atMs) return { ...stretch, hideMs: Math.min(stretch.hideMs, hideMs) };
  return { ...stretch, line: cutAt(stretch.line, shareAt(stretch, atMs)), endMs: atMs, hideMs };
}

export function shareAt(stretch: Stretch, simMs: number): number {
  const duration = stretch.endMs - stretch.startMs;
  return duration > 0 ? Math.max(0, Math.min(1, (simMs - stretch.startMs) / duration)) : 1;
}

function hideAfter(then: "inside" | "onward" | "stay", endMs: number): number {
  return then === "inside" ? endMs : then === "onward" ? endMs + ONWARD_GRACE_MS : Number.POSITIVE_INFINITY;
}
