import { at } from "../assert.ts";
import type { Rectangle } from "../geometry/rectangle.ts";
import { generatePlan } from "./generate.ts";
import type { BuildingTable, CityPlan, ParcelTable } from "./types.ts";

/** Plans that several tests look at; each is drawn once. */
const drawn = new Map<string, CityPlan>();

export function planFor(seed: string, buildings: number): CityPlan {
  const key = `${seed}/${buildings}`;
  const plan = drawn.get(key) ?? generatePlan({ seed, buildings });
  drawn.set(key, plan);
  return plan;
}

/** Footprint of a building or outline of a parcel. */
export function footprint(table: BuildingTable | ParcelTable, i: number): Rectangle {
  return {
    x: at(table.centreXCm, i),
    z: at(table.centreZCm, i),
    axisX: at(table.axisX, i),
    axisZ: at(table.axisZ, i),
    halfWidth: at(table.widthCm, i) / 2,
    halfDepth: at(table.depthCm, i) / 2,
  };
}

/** Tail of each directed edge. */
export function tailsOf(plan: CityPlan): Uint32Array {
  const { edgeStart, nodeXCm, edgeTo } = plan.graph;
  const tails = new Uint32Array(edgeTo.length);
  for (let n = 0; n < nodeXCm.length; n++) tails.fill(n, at(edgeStart, n), at(edgeStart, n + 1));
  return tails;
}

/** Things by the squares of a coarse grid that their boxes touch, to find pairs that may meet. */
export class Buckets {
  readonly #sizeCm: number;
  readonly #items = new Map<number, number[]>();

  constructor(sizeCm: number) {
    this.#sizeCm = sizeCm;
  }

  #keys(west: number, north: number, east: number, south: number): number[] {
    const keys: number[] = [];
    for (let x = Math.floor(west / this.#sizeCm); x <= Math.floor(east / this.#sizeCm); x++) {
      for (let z = Math.floor(north / this.#sizeCm); z <= Math.floor(south / this.#sizeCm); z++)
        keys.push(x * 100_003 + z);
    }
    return keys;
  }

  add(item: number, west: number, north: number, east: number, south: number): void {
    for (const key of this.#keys(west, north, east, south)) {
      const list = this.#items.get(key) ?? [];
      list.push(item);
      this.#items.set(key, list);
    }
  }

  near(west: number, north: number, east: number, south: number): Set<number> {
    return new Set(this.#keys(west, north, east, south).flatMap((key) => this.#items.get(key) ?? []));
  }
}
