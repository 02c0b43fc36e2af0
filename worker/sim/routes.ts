import { LIMITS } from "#city/limits.ts";
import { STREET_CLASSES, type StreetClass, type StreetGraph } from "#city/plan/types.ts";
import type { Access } from "./doors.ts";
import { type DistanceField, followField, growField, type Network } from "./route-field.ts";
import { RouteSearch } from "./route-search.ts";
import { type BuildWatch, MODE_CAR, type RouteCache, type RouteTarget, type RouteUse } from "./types.ts";

/** How much longer than it is a street seems, in tenths, by class. Cars take lanes and promenades only where nothing else leads there. */
const FOOT_TENTHS: { readonly [C in StreetClass]: number } = {
  avenue: 11,
  street: 10,
  lane: 10,
  promenade: 9,
};
const CAR_TENTHS: { readonly [C in StreetClass]: number } = {
  avenue: 8,
  street: 10,
  lane: 400,
  promenade: 600,
};

/** A whole field costs as much as some fifty searches: only targets asked for this often get one. */
const ASKS_FOR_FIELD = 48;

/** The street graph with the weights of one mode. */
export function networkOf(graph: StreetGraph, mode: 0 | 1): Network {
  const tenths = STREET_CLASSES.map((name) => (mode === MODE_CAR ? CAR_TENTHS : FOOT_TENTHS)[name]);
  const weights = Int32Array.from(graph.edgeLengthCm, (length, slot) =>
    Math.max(1, Math.floor((length * (tenths[graph.edgeClass[slot] ?? 0] ?? 10)) / 10)),
  );
  return { graph, weights };
}

interface Entry {
  asks: number;
  field: DistanceField | null;
}

/**
 * Routes by search, and by a kept distance field for targets that are asked for again and again. Which of the two
 * answers decides nothing: both give the shortest way with ties to the lowest edge slot.
 */
export class Routes implements RouteCache {
  readonly #networks: readonly [Network, Network];
  /** By mode; made when first asked, since that takes as long as a thousand searches. */
  readonly #searches: [RouteSearch | null, RouteSearch | null] = [null, null];
  /** By target and mode, longest unused first. */
  readonly #entries = new Map<number, Entry>();
  readonly #entriesMax: number;
  readonly #watch: BuildWatch;
  #fields = 0;
  #hits = 0;
  #misses = 0;
  #built = 0;

  constructor(graph: StreetGraph, watch: BuildWatch = (build) => build()) {
    this.#watch = watch;
    this.#networks = [networkOf(graph, 0), networkOf(graph, 1)];
    const bytesEach = Math.max(1, graph.nodeXCm.length * 5);
    this.#entriesMax = Math.max(
      16,
      Math.min(LIMITS.routeFieldsMax, Math.floor(LIMITS.routeFieldBytesMax / bytesEach)),
    );
  }

  route(from: number, to: number, mode: 0 | 1): readonly number[] | null {
    return this.way([{ node: from, lengthCm: 0 }], nodeTarget(to), mode)?.nodes ?? null;
  }

  distance(from: number, to: number, mode: 0 | 1): number {
    return this.way([{ node: from, lengthCm: 0 }], nodeTarget(to), mode)?.lengthCm ?? -1;
  }

  way(
    starts: readonly Access[],
    target: RouteTarget,
    mode: 0 | 1,
  ): { readonly nodes: readonly number[]; readonly lengthCm: number } | null {
    const entry = this.#entryOf(target, mode);
    entry.asks++;
    if (entry.field === null && entry.asks > ASKS_FOR_FIELD) entry.field = this.#grow(mode, target);
    const { field } = entry;
    if (field === null) {
      this.#misses++;
      return this.#searchOf(mode).find(starts, target.ends);
    }
    this.#hits++;
    let best: Access | null = null;
    let lengthCm = -1;
    for (const start of starts) {
      const street = field.distance[start.node] ?? -1;
      if (street < 0 || (best !== null && street + start.lengthCm >= lengthCm)) continue;
      best = start;
      lengthCm = street + start.lengthCm;
    }
    return best && { nodes: followField(this.#networks[mode].graph, field, best.node), lengthCm };
  }

  use(): RouteUse {
    return {
      fields: this.#fields,
      fieldsMax: this.#entriesMax,
      hits: this.#hits,
      misses: this.#misses,
      built: this.#built,
    };
  }

  #grow(mode: 0 | 1, target: RouteTarget): DistanceField {
    this.#fields++;
    this.#built++;
    return this.#watch(() => growField(this.#networks[mode], target.ends));
  }

  #searchOf(mode: 0 | 1): RouteSearch {
    const search = this.#searches[mode] ?? new RouteSearch(this.#networks[mode]);
    this.#searches[mode] = search;
    return search;
  }

  /** The target's entry, as the one used last; the one unused longest makes room. */
  #entryOf(target: RouteTarget, mode: 0 | 1): Entry {
    const key = target.key * 2 + mode;
    const entry = this.#entries.get(key) ?? { asks: 0, field: null };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const oldest = this.#entries.size > this.#entriesMax ? this.#entries.keys().next().value : undefined;
    if (oldest !== undefined) {
      if (this.#entries.get(oldest)?.field) this.#fields--;
      this.#entries.delete(oldest);
    }
    return entry;
  }
}

/** A street node as a target. Buildings have keys from 0 on, nodes below. */
export function nodeTarget(node: number): RouteTarget {
  return { key: -1 - node, ends: [{ node, lengthCm: 0 }] };
}
