"use client";

import { useEffect, useState } from "react";
import type { NeighborhoodPlan, PlanIndex } from "#city/plan/types.ts";
import { fetchIndex, fetchNeighborhood, PlanFault } from "#components/scene/worker/plan-source.ts";

/** The city plan as a map has it: its index at once, its neighborhoods as they come. */
export interface MapPlan {
  readonly index: PlanIndex;
  readonly places: ReadonlyMap<number, NeighborhoodPlan>;
  /** Grows with every neighborhood. */
  readonly revision: number;
}

export interface PlanState {
  readonly plan: MapPlan | null;
  readonly faulty: boolean;
  readonly complete: boolean;
}

/** Files fetched at a time; they are a few hundred bytes each. */
const AT_ONCE = 8;

/** One plan for all maps of the page. */
let kept: Loader | null = null;

class Loader {
  readonly #listeners = new Set<() => void>();
  readonly #places = new Map<number, NeighborhoodPlan>();
  state: PlanState = { plan: null, faulty: false, complete: false };

  constructor() {
    this.#load().catch((error: unknown) => {
      if (!(error instanceof PlanFault)) throw error;
      kept = null;
      this.#tell({ ...this.state, faulty: true });
    });
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(state: PlanState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }

  async #load(): Promise<void> {
    const { hash, index } = await fetchIndex();
    const queue = index.neighborhoods.map((n) => n.index);
    this.#tell({ plan: { index, places: this.#places, revision: 0 }, faulty: false, complete: false });
    const work = async () => {
      for (let n = queue.shift(); n !== undefined; n = queue.shift()) {
        this.#places.set(n, await fetchNeighborhood(hash, index, n));
        const revision = this.#places.size;
        const complete = revision === index.neighborhoods.length;
        this.#tell({ plan: { index, places: this.#places, revision }, faulty: false, complete });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
}

/** Loads the city plan once for the page. */
export function usePlan(): PlanState {
  const [state, setState] = useState<PlanState>(() => kept?.state ?? NOTHING);
  useEffect(() => {
    kept ??= new Loader();
    const loader = kept;
    const take = () => setState(loader.state);
    take();
    return loader.listen(take);
  }, []);
  return state;
}

const NOTHING: PlanState = { plan: null, faulty: false, complete: false };
