import createGraph, { type Graph, type Node } from "ngraph.graph";
import pathfinding from "ngraph.path";
import { generatePlan } from "#city/plan/generate.ts";
import type { CityPlan } from "#city/plan/types.ts";
import { below, hashWords } from "#city/rng.ts";
import { createContext } from "#worker/sim/context.ts";
import type { Network } from "#worker/sim/route-field.ts";
import { networkOf, nodeTarget, Routes } from "#worker/sim/routes.ts";
import { MODE_FOOT } from "#worker/sim/types.ts";
import { DEFAULT_GENESIS } from "#worker/tools/lockstep-city.ts";
import { bestOfTurns, cpuNs, mustAgree, type Row, withVersion } from "./lib/measure.ts";

/** A city of about ten thousand street nodes, and the one that a first start makes. */
const LARGE_BUILDINGS = 30_000;
const BUILDINGS = 10_000;
const RESIDENTS = 20_000;
const WAYS = 150;
const AGAIN_WAYS = 5_000;
const COMMUTERS = 2_000;
const DAYS = 2;
const REPETITIONS = 5;
/** Ways the peer remembers: all of the commuters'. */
const REMEMBERED_MAX = 4_096;
/** No street seems shorter than this share of its length: what a guess may count on. */
const LEAST_TENTHS = 9;

interface Wanted {
  readonly from: number;
  readonly to: number;
}
type Find = (wanted: Wanted) => number;

/** Exact ways over the city's streets: never asked before, to a place often asked for, and to work day after day. */
export async function run(): Promise<readonly Row[]> {
  const large = generatePlan({ seed: "borough", buildings: LARGE_BUILDINGS });
  const city = generatePlan({ seed: "borough", buildings: BUILDINGS });
  return [...(await single(large)), await commutes(city)];
}

async function single(plan: CityPlan): Promise<Row[]> {
  const nodes = plan.graph.nodeXCm.length;
  const wanted = draw(WAYS, (i) => ({
    from: below(hashWords(1, i), nodes),
    to: below(hashWords(2, i), nodes),
  }));
  const again = draw(AGAIN_WAYS, (i) => ({ from: below(hashWords(3, i), nodes), to: 5 }));
  const [find, nba] = [findBy(new Routes(plan.graph)), nbaOn(networkOf(plan.graph, MODE_FOOT))];
  for (const one of [...wanted, ...again.slice(0, WAYS)])
    mustAgree("the length of a way", find(one), nba(one));
  const fresh = await bestOfTurns(REPETITIONS, {
    ours: () => {
      const cold = findBy(new Routes(plan.graph));
      cold({ from: 0, to: 1 });
      return microsEach(cold, wanted);
    },
    peer: () => microsEach(nba, wanted),
  });
  const repeated = await bestOfTurns(REPETITIONS, {
    ours: () => microsEach(find, again),
    peer: () => microsEach(nba, again.slice(0, WAYS)),
  });
  const peer = `${withVersion("ngraph.path")} nba*`;
  const where = `${nodes} street nodes`;
  return [
    row(`exact way, ${where}, never asked before`, fresh, peer, 25),
    row(`exact way, ${where}, to a place often asked for`, repeated, peer, 500),
  ];
}

/** Residents of the default city on their way to work, the same each day. Building all that is kept counts. */
async function commutes(plan: CityPlan): Promise<Row> {
  const { residents } = createContext(plan, { ...DEFAULT_GENESIS, population: RESIDENTS });
  const { doorEdge } = plan.buildings;
  const nodeOf = (building: number): number => plan.graph.edgeTo[doorEdge[building] ?? 0] ?? 0;
  const pairs = [...residents.home.keys()]
    .filter((agent) => (residents.work[agent] ?? -1) >= 0)
    .map((agent) => ({ from: nodeOf(residents.home[agent] ?? 0), to: nodeOf(residents.work[agent] ?? 0) }))
    .filter(({ from, to }) => from !== to)
    .slice(0, COMMUTERS);
  const wanted = draw(COMMUTERS * DAYS, (i) => pairs[i % pairs.length] ?? { from: 0, to: 0 });
  const nba = nbaOn(networkOf(plan.graph, MODE_FOOT));
  const ours: Find = findBy(new Routes(plan.graph));
  for (const one of pairs) mustAgree("the length of a commute", ours(one), nba(one));
  const best = await bestOfTurns(REPETITIONS, {
    ours: () => cpuNs(() => each(findBy(new Routes(plan.graph)), wanted)) / wanted.length / 1_000,
    peer: () => cpuNs(() => each(remembering(nba), wanted)) / wanted.length / 1_000,
  });
  const what = `${COMMUTERS} commutes on ${DAYS} days, ${plan.graph.nodeXCm.length} street nodes, setting up included`;
  return row(what, best, `${withVersion("ngraph.path")} nba*, LRU`, null);
}

function row(what: string, best: { ours: number; peer: number }, name: string, factor: number | null): Row {
  return {
    what,
    unit: "µs",
    ours: best.ours,
    peer: { name, figure: best.peer },
    bar: factor === null ? null : { kind: "times", factor },
  };
}

function draw(count: number, one: (i: number) => Wanted): Wanted[] {
  return Array.from({ length: count }, (_, i) => one(i));
}

function each(find: Find, wanted: readonly Wanted[]): void {
  for (const one of wanted) find(one);
}

function microsEach(find: Find, wanted: readonly Wanted[]): number {
  return cpuNs(() => each(find, wanted)) / wanted.length / 1_000;
}

/** Weighted cm of the engine's way; -1 where there is none. */
function findBy(routes: Routes): Find {
  return ({ from, to }) =>
    routes.way([{ node: from, lengthCm: 0 }], nodeTarget(to), MODE_FOOT)?.lengthCm ?? -1;
}

interface Corner {
  readonly xCm: number;
  readonly zCm: number;
}

/** Weighted cm of ngraph's way over the same streets, led by the straight line. */
function nbaOn(network: Network): Find {
  const finder = pathfinding.nba(ngraphOf(network), {
    oriented: true,
    distance: (_from, _to, link) => link.data,
    heuristic: ({ data: a }, { data: b }) => {
      const [dx, dz] = [a.xCm - b.xCm, a.zCm - b.zCm];
      return (Math.sqrt(dx * dx + dz * dz) * LEAST_TENTHS) / 10;
    },
  });
  const weights = new Map<number, number>();
  const { graph } = network;
  const count = graph.nodeXCm.length;
  for (let node = 0; node < count; node++) {
    for (let edge = graph.edgeStart[node] ?? 0; edge < (graph.edgeStart[node + 1] ?? 0); edge++) {
      weights.set(node * count + (graph.edgeTo[edge] ?? 0), network.weights[edge] ?? 0);
    }
  }
  const step = (from: Node<Corner> | undefined, to: Node<Corner>): number =>
    from === undefined ? 0 : (weights.get(Number(from.id) * count + Number(to.id)) ?? 0);
  return ({ from, to }) => {
    const way = finder.find(from, to);
    if (way.length === 0) return -1;
    return way.reduce((sum, node, i) => sum + step(way[i - 1], node), 0);
  };
}

function ngraphOf({ graph, weights }: Network): Graph<Corner, number> {
  const made = createGraph<Corner, number>();
  for (const [node, xCm] of graph.nodeXCm.entries())
    made.addNode(node, { xCm, zCm: graph.nodeZCm[node] ?? 0 });
  for (const node of graph.nodeXCm.keys()) {
    for (let edge = graph.edgeStart[node] ?? 0; edge < (graph.edgeStart[node + 1] ?? 0); edge++) {
      made.addLink(node, graph.edgeTo[edge] ?? 0, weights[edge] ?? 0);
    }
  }
  return made;
}

/** The same, behind what was found for the last REMEMBERED_MAX pairs. */
function remembering(find: Find): Find {
  const known = new Map<string, number>();
  return (wanted) => {
    const key = `${wanted.from} ${wanted.to}`;
    const length = known.get(key) ?? find(wanted);
    known.delete(key);
    known.set(key, length);
    const oldest = known.size > REMEMBERED_MAX ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    return length;
  };
}
