import { at } from "../assert.ts";
import { direction } from "../geometry/directions.ts";
import { noise } from "../geometry/noise.ts";
import { UNIT } from "../geometry/rectangle.ts";
import { below, hashWords } from "../rng.ts";
import { type CutRule, cutFaces, faceCentre } from "./cut.ts";
import { faceEdges, facePoints, type Planar } from "./planar.ts";
import type { Quarter, Setting } from "./setting.ts";
import { AVENUE, LANE, PROMENADE, STREET } from "./street-class.ts";
import { addStreet, type Draft } from "./web.ts";
import { ZONE_RULES, type ZoneRule } from "./zone-rules.ts";

/** What became of the faces of the web: blocks to build on, and greens. */
export interface FilledQuarter {
  readonly blocks: readonly number[];
  readonly parks: readonly number[];
}

const AVENUE_SNAP_CM = 4_200;
const STREET_SNAP_CM = 2_600;
/** A superblock is at least this large. */
const SUPERBLOCK_M2 = 12_000;
const CURVE_STEP_CM = 6_000;
/** Blocks of an old town are split until they are smaller. */
const OLD_BLOCK_M2 = 3_600;
/** Parks larger than this have paths. */
const PATHS_M2 = 12_000;

/** The streets of a quarter as numbered lines along (family 0) or across (family 1) its axis. */
interface Lattice {
  readonly setting: Setting;
  readonly rule: ZoneRule;
  readonly seed: number;
  readonly axis: readonly [number, number];
  readonly axisDegrees: number;
}

/** Line `index` of a family, long enough to reach from one position along it to another. */
function latticeLine(l: Lattice, family: number, index: number, from: number, to: number): number[] {
  const [ux, uz] = family === 0 ? l.axis : ([-l.axis[1], l.axis[0]] as const);
  const pitch = l.rule.pitchCm[family === 0 ? 1 : 0];
  const jitter =
    below(hashWords(l.seed, family, index, 0x6c), Math.floor(pitch / 5)) - Math.floor(pitch / 10);
  const offset = index * pitch + jitter;
  return [from, to].flatMap((along) => [
    l.setting.centreX + Math.floor((ux * along - uz * offset) / UNIT),
    l.setting.centreZ + Math.floor((uz * along + ux * offset) / UNIT),
  ]);
}

/** Range of positions of points along a direction, relative to the centre, with a margin. */
function reach(s: Setting, points: readonly number[], ux: number, uz: number): [number, number] {
  let low = 0;
  let high = 0;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const value = Math.floor(
      ((at(points, i) - s.centreX) * ux + (at(points, i + 1) - s.centreZ) * uz) / UNIT,
    );
    if (i === 0 || value < low) low = value;
    if (i === 0 || value > high) high = value;
  }
  return [low - 12_000, high + 12_000];
}

/** Cuts faces by all lines of both families for which `wanted` gives a street class. */
function cutLattice(
  draft: Draft,
  l: Lattice,
  faces: number[],
  areaM2: number,
  snapCm: number,
  wanted: (family: number, index: number) => number,
): number[] {
  if (faces.length === 0) return faces;
  const points = faces.flatMap((face) => facePoints(draft.planar, face));
  let result = faces;
  for (let family = 0; family < 2; family++) {
    const [ux, uz] = family === 0 ? l.axis : ([-l.axis[1], l.axis[0]] as const);
    const [from, to] = reach(l.setting, points, ux, uz);
    const [first, last] = reach(l.setting, points, -uz, ux);
    const pitch = l.rule.pitchCm[family === 0 ? 1 : 0];
    for (let index = Math.floor(first / pitch); index <= Math.ceil(last / pitch); index++) {
      const streetClass = wanted(family, index);
      if (streetClass < 0) continue;
      const street = addStreet(draft.streets, streetClass === AVENUE ? "avenue" : "street");
      const rule: CutRule = { street, streetClass, snapCm, areaM2 };
      const curve = latticeLine(l, family, index, from, to);
      if (streetClass === AVENUE) result = cutFaces(draft.planar, result, curve, rule);
      else result = cutSome(draft.planar, result, curve, rule, l);
    }
  }
  return result;
}

/** As cutFaces, leaving some faces whole by chance. */
function cutSome(
  p: Planar,
  faces: readonly number[],
  curve: readonly number[],
  rule: CutRule,
  l: Lattice,
): number[] {
  const skipped: number[] = [];
  const taken: number[] = [];
  for (const face of faces) {
    const skip = below(hashWords(l.seed, face, rule.street, 0x736b), 1_000) < l.rule.skipPerMille;
    if (skip && faceEdges(p, face).length < 12) skipped.push(face);
    else taken.push(face);
  }
  return [...cutFaces(p, taken, curve, rule), ...skipped];
}

/** Splits a face again and again across its longer extent, a little crookedly: the lanes of an old town. */
function cutLanes(draft: Draft, l: Lattice, face: number): number[] {
  const open = [face];
  const done: number[] = [];
  for (let f = open.pop(); f !== undefined; f = open.pop()) {
    const parts = splitByLane(draft, l, f);
    if (parts.length === 1) done.push(f);
    else open.push(...parts);
  }
  return done;
}

/** Turns and shifts tried for a lane before the block stays whole. */
const LANE_TRIES = 5;
const LANE_TURN_DEGREES = 13;
const LANE_REACH_CM = 40_000;

function splitByLane(draft: Draft, l: Lattice, face: number): number[] {
  const { x, z, areaM2 } = faceCentre(draft.planar, face);
  if (areaM2 < OLD_BLOCK_M2) return [face];
  const points = facePoints(draft.planar, face);
  const [low, high] = reach(l.setting, points, l.axis[0], l.axis[1]);
  const [near, far] = reach(l.setting, points, -l.axis[1], l.axis[0]);
  const across = high - low > far - near ? 90 : 0;
  for (let attempt = 0; attempt < LANE_TRIES; attempt++) {
    const word = hashWords(l.seed, face, attempt, 0x6c61);
    const turn = below(word, 2 * LANE_TURN_DEGREES + 1) - LANE_TURN_DEGREES;
    const [dx, dz] = direction(l.axisDegrees + across + turn + (attempt === LANE_TRIES - 1 ? 90 : 0));
    const shift = below(hashWords(word, 1), 1_001) - 500;
    const curve = [-1, 1].flatMap((way) => [
      x + Math.floor((way * dx * LANE_REACH_CM - dz * shift) / UNIT),
      z + Math.floor((way * dz * LANE_REACH_CM + dx * shift) / UNIT),
    ]);
    const rule: CutRule = {
      street: draft.streets.length,
      streetClass: LANE,
      snapCm: 2_200,
      areaM2: l.rule.blockM2,
    };
    const parts = cutFaces(draft.planar, [face], curve, rule);
    if (parts.length > 1) {
      addStreet(draft.streets, "lane");
      return parts;
    }
  }
  return [face];
}

function cutPaths(draft: Draft, seed: number, face: number): number[] {
  const { x, z, areaM2 } = faceCentre(draft.planar, face);
  if (areaM2 < PATHS_M2) return [face];
  let parts = [face];
  const first = below(hashWords(seed, face, 0x7061), 90);
  for (const turn of [first, first + 75]) {
    const [dx, dz] = direction(turn);
    const curve: number[] = [];
    for (let i = -8; i <= 8; i++) {
      const px = x + Math.floor((dx * i * CURVE_STEP_CM) / UNIT);
      const pz = z + Math.floor((dz * i * CURVE_STEP_CM) / UNIT);
      curve.push(
        px + Math.floor(noise(seed ^ 0x61, px, pz, 16_000) * 1.6),
        pz + Math.floor(noise(seed ^ 0x62, px, pz, 16_000) * 1.6),
      );
    }
    const street = addStreet(draft.streets, "path");
    parts = cutFaces(draft.planar, parts, curve, {
      street,
      streetClass: PROMENADE,
      snapCm: 2_600,
      areaM2: 1_500,
    });
  }
  return parts;
}

/** Draws avenues, parks, streets and lanes into one quarter. */
export function fillQuarter(
  draft: Draft,
  quarter: Quarter,
  index: number,
  isPark: (face: number) => boolean,
): FilledQuarter {
  const s = draft.setting;
  const rule = ZONE_RULES[quarter.zone];
  const lattice: Lattice = {
    setting: s,
    rule,
    seed: hashWords(s.seed, index, 0x66),
    axis: direction(quarter.axisDegrees),
    axisDegrees: quarter.axisDegrees,
  };
  const isAvenue = (family: number, line: number): boolean =>
    line % (rule.avenueEvery[family === 0 ? 1 : 0] ?? 1) === 0;
  const supers = cutLattice(
    draft,
    lattice,
    [...(draft.dry[index] ?? [])],
    SUPERBLOCK_M2,
    AVENUE_SNAP_CM,
    (family, line) => (isAvenue(family, line) ? AVENUE : -1),
  );
  const parks: number[] = [];
  const built: number[] = [];
  for (const face of supers) {
    const chosen = below(hashWords(lattice.seed, face, 0x706b), 1_000) < rule.parkPerMille;
    if (chosen || isPark(face)) parks.push(...cutPaths(draft, lattice.seed, face));
    else built.push(face);
  }
  let blocks = cutLattice(draft, lattice, built, rule.blockM2, STREET_SNAP_CM, (family, line) =>
    isAvenue(family, line) ? -1 : STREET,
  );
  if (quarter.zone === "old-town") blocks = blocks.flatMap((face) => cutLanes(draft, lattice, face));
  return { blocks, parks };
}
