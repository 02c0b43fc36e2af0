import type { CityPlan } from "#city/plan/types.ts";
import { below, hashWords } from "#city/rng.ts";

/** Where agents are, by index. */
export interface Points {
  readonly xCm: Int32Array;
  readonly zCm: Int32Array;
}

const PARTS = 1_000;

/** Agents on their ways along a city's streets, as those who walk at random come to be: as many on a street as on any other. */
export function streetPoints(plan: CityPlan, agents: number): Points {
  const { edgeStart, edgeTo, nodeXCm, nodeZCm } = plan.graph;
  const edgeFrom = Int32Array.from(edgeTo);
  for (let node = 0; node < nodeXCm.length; node++) edgeFrom.fill(node, edgeStart[node], edgeStart[node + 1]);
  const along = (cm: ArrayLike<number>, agent: number): number => {
    const edge = below(hashWords(1, agent), edgeTo.length);
    const [from, to] = [cm[edgeFrom[edge] ?? 0] ?? 0, cm[edgeTo[edge] ?? 0] ?? 0];
    return from + Math.floor(((to - from) * below(hashWords(2, agent), PARTS)) / PARTS);
  };
  return {
    xCm: Int32Array.from({ length: agents }, (_, agent) => along(nodeXCm, agent)),
    zCm: Int32Array.from({ length: agents }, (_, agent) => along(nodeZCm, agent)),
  };
}

/** The same, but one agent in ten stands somewhere on a square with sides of `sideCm` around where the first is. */
export function withCrowd({ xCm, zCm }: Points, sideCm: number): Points {
  const gather = (cm: Int32Array, word: number): Int32Array =>
    cm.map((own, agent) =>
      agent % 10 === 0 ? (cm[0] ?? 0) + below(hashWords(word, agent), sideCm) - (sideCm >> 1) : own,
    );
  return { xCm: gather(xCm, 3), zCm: gather(zCm, 4) };
}
