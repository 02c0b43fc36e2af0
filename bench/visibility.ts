import KDBush from "kdbush";
import RBush from "rbush";
import { below, hashWords } from "#city/rng.ts";
import { Grid } from "#worker/sim/grid.ts";
import { bestOfTurns, cpuNs, mustAgree, type Row, withVersion } from "./lib/measure.ts";

const AGENTS = 50_000;
const RADIUS_CM = 2_500;
/** A city of 4 km by 4 km. */
const SIDE_CM = 400_000;
const REPETITIONS = 9;
const SLOW_REPETITIONS = 5;

interface Point {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** All pairs of agents that see each other, the index built anew as each tick must: the engine's grid against two spatial indexes. */
export async function run(): Promise<readonly Row[]> {
  const xCm = Int32Array.from({ length: AGENTS }, (_, i) => below(hashWords(1, i), SIDE_CM));
  const zCm = Int32Array.from({ length: AGENTS }, (_, i) => below(hashWords(2, i), SIDE_CM));
  const grid = new Grid(RADIUS_CM);
  const byGrid = (): number => {
    let pairs = 0;
    grid.sort(xCm, zCm);
    grid.pairs(() => {
      pairs++;
    });
    return pairs;
  };
  const byKdbush = (): number => {
    const index = new KDBush(AGENTS, 64, Int32Array);
    for (let i = 0; i < AGENTS; i++) index.add(xCm[i] ?? 0, zCm[i] ?? 0);
    index.finish();
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
