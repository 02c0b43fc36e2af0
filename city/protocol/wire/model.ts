import { assert } from "../../assert.ts";
import { LIMITS } from "../../limits.ts";
import type { DeedEvent, GoneEvent, LegEvent, NameEvent, StandEvent, WireEvent } from "../wire-types.ts";

/** Something known of a body from `fromMs` on, until the item after it begins. `cutMs` is where a leg was cancelled. */
interface Item {
  readonly fromMs: number;
  readonly fact: LegEvent | StandEvent | GoneEvent;
  readonly cutMs: number | null;
}

/**
 * What a reader of one neighborhood's frames knows: for each body its line of legs, stands and departures, and the
 * names of those present. The worker keeps one per neighborhood to make keyframes from. Works on global or local numbers.
 *
 * An event of a body at time t replaces whatever was known of it from t on, so keyframe and later deltas end in the
 * same state as all deltas from the start.
 */
export class NeighborhoodModel {
  readonly #tracks = new Map<number, Item[]>();
  readonly #names = new Map<number, NameEvent>();
  readonly #deeds = new Map<number, DeedEvent>();

  /** Number of bodies known here. */
  get size(): number {
    return this.#tracks.size;
  }

  /** True when the name of this agent would be in a keyframe: it needs no sending again. */
  hasName(agent: number): boolean {
    return this.#names.has(agent);
  }

  /** Whether exactly this is known of the parcel: it needs no sending. */
  knowsDeed(deed: DeedEvent): boolean {
    const known = this.#deeds.get(deed.parcel);
    if (known === undefined) return isPlain(deed);
    return DEED_FACTS.every((fact) => known[fact] === deed[fact]);
  }

  /** Takes one event in, in the order it was announced. */
  apply(event: WireEvent): void {
    switch (event.kind) {
      case "leg":
        this.#put(event, event.startMs);
        break;
      case "stand":
        this.#put(event, event.sinceMs);
        break;
      case "gone":
        this.#put(event, event.atMs);
        break;
      case "cancel":
        this.#cancel(event.agent, event.atMs);
        break;
      case "name":
        this.#names.set(event.agent, event);
        break;
      case "deed":
        if (isPlain(event)) this.#deeds.delete(event.parcel);
        else this.#deeds.set(event.parcel, event);
        break;
      case "speech":
        // A bubble lasts a few seconds: a late viewer does without it.
        break;
    }
  }

  /** Forgets what is over at `nowMs`, and the names of agents that are no longer in the open. */
  expire(nowMs: number): void {
    for (const [agent, items] of this.#tracks) {
      while ((items[1]?.fromMs ?? nowMs + 1) <= nowMs) items.shift();
      const first = items[0];
      const after = first === undefined ? null : settled(first, nowMs);
      if (after === null) items.shift();
      else items[0] = after;
      if (items.length === 0) this.#tracks.delete(agent);
    }
    for (const agent of this.#names.keys()) {
      if (!this.#tracks.has(agent)) this.#names.delete(agent);
    }
  }

  /** The events a keyframe holds: applied to an empty model they give this one. Parcels, then bodies, each in ascending order. */
  toEvents(): WireEvent[] {
    const events: WireEvent[] = [...this.#deeds.values()].sort((a, b) => a.parcel - b.parcel);
    for (const agent of [...this.#tracks.keys()].sort((a, b) => a - b)) {
      const name = this.#names.get(agent);
      if (name !== undefined) events.push(name);
      for (const { fact, cutMs } of this.#tracks.get(agent) ?? []) {
        events.push(fact);
        if (cutMs !== null) {
          events.push({ kind: "cancel", neighborhood: fact.neighborhood, agent, atMs: cutMs });
        }
      }
    }
    return events;
  }

  #put(fact: Item["fact"], fromMs: number): void {
    const items = this.#tracks.get(fact.agent) ?? [];
    dropFrom(items, fromMs);
    items.push({ fromMs, fact, cutMs: null });
    assert(
      items.length <= LIMITS.wireItemsPerAgentMax,
      `agent ${fact.agent} has ${items.length} legs announced`,
    );
    this.#tracks.set(fact.agent, items);
  }

  #cancel(agent: number, atMs: number): void {
    const items = this.#tracks.get(agent);
    if (items === undefined) return;
    const dropped = dropFrom(items, atMs);
    const last = items.at(-1);
    if (last !== undefined && last.fact.kind === "leg" && atMs <= (last.cutMs ?? last.fact.endMs)) {
      items[items.length - 1] = { ...last, cutMs: atMs };
    } else if (dropped !== null && dropped.fromMs === atMs && dropped.fact.kind === "leg") {
      items.push({ fromMs: atMs, fact: standAtStart(dropped.fact), cutMs: null });
    } else if (items.length === 0) this.#tracks.delete(agent);
  }
}

const DEED_FACTS = [
  "owner",
  "colour",
  "use",
  "title",
  "sign",
] as const satisfies readonly (keyof DeedEvent)[];

/** A parcel as the plan made it, which nobody has to be told of. */
function isPlain({ owner, colour, use, title, sign }: DeedEvent): boolean {
  return owner < 0 && colour < 0 && use < 0 && title === "" && sign === "";
}

/** Removes the items from `fromMs` on; returns the first of them. */
function dropFrom(items: Item[], fromMs: number): Item | null {
  let keep = items.length;
  while (keep > 0 && (items[keep - 1]?.fromMs ?? 0) >= fromMs) keep--;
  return items.splice(keep)[0] ?? null;
}

/** What is left of the item that holds at `nowMs`; null when the body is out of sight. */
function settled(item: Item, nowMs: number): Item | null {
  const { fact, cutMs } = item;
  if (fact.kind === "gone") return fact.atMs <= nowMs ? null : item;
  // A leg cut between its ends says where the body stands only together with its cancellation: both are kept.
  if (fact.kind === "stand" || cutMs !== null || fact.endMs > nowMs) return item;
  return fact.then === "stay" ? { fromMs: fact.endMs, fact: standAtEnd(fact), cutMs: null } : null;
}

function standAtStart(leg: LegEvent): StandEvent {
  return standing(leg, leg.fromBuilding, leg.nodes[0] ?? -1, leg.startMs);
}

function standAtEnd(leg: LegEvent): StandEvent {
  return standing(leg, leg.toBuilding, leg.nodes.at(-1) ?? -1, leg.endMs);
}

function standing(leg: LegEvent, building: number, node: number, sinceMs: number): StandEvent {
  const { neighborhood, agent } = leg;
  return { kind: "stand", neighborhood, agent, node: building === -1 ? node : -1, building, sinceMs };
}
