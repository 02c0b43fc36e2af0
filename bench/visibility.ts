import KDBush from "kdbush";
import RBush from "rbush";
import { LIMITS } from "#city/limits.ts";
import { generatePlan } from "#city/plan/generate.ts";
import { Grid } from "#worker/sim/grid.ts";
import { bestOfTurns, cpuNs, mustAgree, type Row, withVersion } from "./lib/measure.ts";
import { type Points, streetPoints, withCrowd } from "./lib/street-points.ts";

const AGENTS = 50_000;
const RADIUS_CM = 2_500;
const REPETITIONS = 25;
const SLOW_REPETITIONS = 15;
/** One in so many is asked both ways: the peer sorts all who are near, which takes a crowd milliseconds each. */
const CHECKED_EVERY = 21;

interface Point {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** Who sees whom on a city's streets, the index built anew as each tick must: the engine's grid against two spatial indexes. */
export async function run(): Promise<readonly Row[]> {
  const points = streetPoints(generatePlan({ seed: "borough", buildings: 10_000 }), AGENTS);
  return [...(await allPairs(points)), await crowd(points)];
}

/** Every two who are near each other, told apart one by one. */
async function allPairs({ xCm, zCm }: Points): Promise<Row[]> {
  const grid = new Grid(RADIUS_CM);
  const byGrid = (): number => {
    let pairs = 0;
    grid.sort(xCm, zCm);
    grid.pairs((_first, end, _others, ends) => {
      pairs += ends[end - 1] ?? 0;
    });
    return pairs;
  };
  const byKdbush = (): number => {
    const index = indexOf({ xCm, zCm });
    let seen = 0;
    for (let i = 0; i < AGENTS; i++) seen += index.within(xCm[i] ?? 0, zCm[i] ?? 0, RADIUS_CM).length - 1;
    return seen / 2;
  };
  const byRbush = (): number => pairsByRbush(xCm, zCm);
  mustAgree("pairs by grid and kdbush", byGrid(), byKdbush());
  mustAgree("pairs by grid and rbush", byGrid(), byRbush());
  const each = (work: () => number) => () => cpuNs(work) / AGENTS;
  const kdbush = await bestOfTurns(REPETITIONS, { ours: each(byGrid), peer: each(byKdbush) });
  const rbush = await bestOfTurns(SLOW_REPETITIONS, { ours: each(byGrid), peer: each(byRbush) });
  const what = `visibility, all pairs within 25 m, ${AGENTS} agents`;
  const unit = "ns per agent";
  return [
    {
      what,
      unit,
      ours: kdbush.ours,
      peer: { name: withVersion("kdbush"), figure: kdbush.peer },
      bar: { kind: "times", factor: 8 },
    },
    {
      what,
      unit,
      ours: rbush.ours,
      peer: { name: withVersion("rbush"), figure: rbush.peer },
      bar: { kind: "times", factor: 35 },
    },
  ];
}

/** What each perceives by the engine's rule, the nearest so many, where one in ten stands in one cell: against where none does. */
async function crowd(even: Points): Promise<Row> {
  const crowded = withCrowd(even, RADIUS_CM);
  for (const points of [even, crowded]) {
    const [ours, peer] = [nearestByGrid(points), nearestByKdbush(points)];
    for (let agent = 0; agent < AGENTS; agent += CHECKED_EVERY)
      mustAgree(`whom agent ${agent} sees`, ours(agent), peer(agent));
  }
  const each = (points: Points) => {
    const grid = new Grid(RADIUS_CM);
    return () => cpuNs(() => seenByAll(grid, points)) / AGENTS;
  };
  const best = await bestOfTurns(SLOW_REPETITIONS, { ours: each(crowded), peer: each(even) });
  return {
    what: `visibility, the nearest ${LIMITS.visibleAgentsMax} within 25 m, 10 % of ${AGENTS} agents in one cell`,
    unit: "ns per agent",
    ours: best.ours,
    peer: { name: "ours, evenly spread", figure: best.peer },
    bar: { kind: "share", factor: 5 },
  };
}

function seenByAll(grid: Grid, { xCm, zCm }: Points): number {
  let seen = 0;
  const see = (): void => {
    seen++;
  };
  grid.sort(xCm, zCm);
  for (let agent = 0; agent < AGENTS; agent++) {
    const spot = { xCm: xCm[agent] ?? 0, zCm: zCm[agent] ?? 0 };
    grid.nearest(spot, LIMITS.visibleAgentsMax, (other) => other !== agent, see);
  }
  return seen;
}

function nearestByGrid({ xCm, zCm }: Points): (agent: number) => string {
  const grid = new Grid(RADIUS_CM);
  grid.sort(xCm, zCm);
  return (agent) => {
    const seen: number[] = [];
    const spot = { xCm: xCm[agent] ?? 0, zCm: zCm[agent] ?? 0 };
    grid.nearest(
      spot,
      LIMITS.visibleAgentsMax,
      (other) => other !== agent,
      (other) => seen.push(other),
    );
    return seen.join();
  };
}

function nearestByKdbush(points: Points): (agent: number) => string {
  const index = indexOf(points);
  const { xCm, zCm } = points;
  return (agent) => {
    const [x, z] = [xCm[agent] ?? 0, zCm[agent] ?? 0];
    const cmTo = (other: number): number =>
      Math.floor(Math.sqrt(((xCm[other] ?? 0) - x) ** 2 + ((zCm[other] ?? 0) - z) ** 2));
    const near = index.within(x, z, RADIUS_CM).filter((other) => other !== agent);
    near.sort((a, b) => cmTo(a) - cmTo(b) || a - b);
    return near.slice(0, LIMITS.visibleAgentsMax).join();
  };
}

function indexOf({ xCm, zCm }: Points): KDBush {
  const index = new KDBush(AGENTS, 64, Int32Array);
  for (let i = 0; i < AGENTS; i++) index.add(xCm[i] ?? 0, zCm[i] ?? 0);
  return index.finish();
}

/** Pairs within the radius by an R-tree: its boxes, then the distance. */
export function pairsByRbush(xCm: Int32Array, zCm: Int32Array, radiusCm = RADIUS_CM): number {
  const tree = new RBush<Point>();
  const points: Point[] = Array.from(xCm, (x, i) => {
    const z = zCm[i] ?? 0;
    return { minX: x, minY: z, maxX: x, maxY: z };
  });
  tree.load(points);
  let seen = 0;
  for (const { minX: x, minY: z } of points) {
    const box = { minX: x - radiusCm, minY: z - radiusCm, maxX: x + radiusCm, maxY: z + radiusCm };
    for (const other of tree.search(box)) {
      const dx = other.minX - x;
      const dz = other.minY - z;
      if (dx * dx + dz * dz <= radiusCm * radiusCm) seen++;
    }
  }
  return (seen - points.length) / 2;
}
