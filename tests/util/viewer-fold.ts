// biome-ignore-all lint/suspicious/noThenProperty: the wire names what follows a leg `then`; it is never a function.
import type { CityPlan } from "#city/plan/types.ts";
import type { LegEvent, WireEvent } from "#city/protocol/wire-types.ts";

interface Stand {
  readonly sinceMs: number;
  readonly node: number;
  readonly building: number;
}

interface Known {
  legs: LegEvent[];
  stands: Stand[];
  goneMs: number[];
  /** After this nothing of the last leg counts. */
  cutMs: number;
}

/** What a viewer of one neighborhood knows of the bodies in it, from events alone. */
export class ViewerFold {
  readonly #known = new Map<number, Known>();
  readonly #plan: CityPlan;

  constructor(plan: CityPlan) {
    this.#plan = plan;
  }

  take(event: WireEvent): void {
    if (event.kind === "speech" || event.kind === "name" || event.kind === "deed") return;
    const known = this.#known.get(event.agent) ?? { legs: [], stands: [], goneMs: [], cutMs: FOREVER };
    this.#known.set(event.agent, known);
    if (event.kind === "leg") {
      known.legs.push(event);
      known.cutMs = FOREVER;
    } else if (event.kind === "cancel") {
      known.legs = known.legs
        .filter((leg) => leg.startMs < event.atMs)
        .map((leg) => (leg.endMs > event.atMs ? { ...leg, then: "stay" as const } : leg));
      known.cutMs = event.atMs;
    } else if (event.kind === "stand") known.stands.push(event);
    else known.goneMs.push(event.atMs);
  }

  /** Who is seen at an instant, and where (cm). */
  at(ms: number): Map<number, readonly [xCm: number, zCm: number]> {
    const seen = new Map<number, readonly [number, number]>();
    for (const [agent, known] of this.#known) {
      const point = this.#pointOf(known, ms);
      if (point !== null) seen.set(agent, point);
    }
    return seen;
  }

  #pointOf(known: Known, ms: number): readonly [number, number] | null {
    const leg = known.legs.findLast((one) => one.startMs <= ms);
    const stand = known.stands.findLast((one) => one.sinceMs <= ms);
    const [legMs, standMs] = [leg?.startMs ?? -1, stand?.sinceMs ?? -1];
    if (known.goneMs.some((goneMs) => goneMs <= ms && goneMs > legMs && goneMs > standMs)) return null;
    if (stand !== undefined && standMs > legMs) return this.#placeOf(stand.node, stand.building);
    if (leg === undefined) return null;
    const untilMs = Math.min(leg.endMs, known.cutMs);
    if (ms >= leg.endMs && known.cutMs > leg.endMs && leg.then !== "stay") return null;
    return this.#along(leg, Math.min(ms, untilMs));
  }

  #along(leg: LegEvent, ms: number): readonly [number, number] {
    const points = leg.nodes.map((node) => this.#placeOf(node, -1));
    if (leg.fromBuilding >= 0) points.unshift(this.#placeOf(-1, leg.fromBuilding));
    if (leg.toBuilding >= 0) points.push(this.#placeOf(-1, leg.toBuilding));
    const lengths = points.map((point, i) => (i === 0 ? 0 : apart(point, points[i - 1] ?? point)));
    let rest =
      (lengths.reduce((a, b) => a + b, 0) * (ms - leg.startMs)) / Math.max(1, leg.endMs - leg.startMs);
    for (let i = 1; i < points.length; i++) {
      const [from, to, length] = [points[i - 1], points[i], lengths[i]];
      if (from === undefined || to === undefined || length === undefined) break;
      if (rest <= length && length > 0) {
        return [from[0] + ((to[0] - from[0]) * rest) / length, from[1] + ((to[1] - from[1]) * rest) / length];
      }
      rest -= length;
    }
    return points.at(-1) ?? [0, 0];
  }

  #placeOf(node: number, building: number): readonly [number, number] {
    const { graph, buildings } = this.#plan;
    return node >= 0
      ? [graph.nodeXCm[node] ?? 0, graph.nodeZCm[node] ?? 0]
      : [buildings.doorXCm[building] ?? 0, buildings.doorZCm[building] ?? 0];
  }
}

const FOREVER = Number.POSITIVE_INFINITY;

function apart(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.floor(Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2));
}
