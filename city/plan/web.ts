import { at } from "../assert.ts";
import { direction } from "../geometry/directions.ts";
import { boxOf, pointInPolygon } from "../geometry/polygon.ts";
import { UNIT } from "../geometry/rectangle.ts";
import { type CutRule, cutFaces } from "./cut.ts";
import { facePoints, NO_STREET, type Planar, rectanglePlanar } from "./planar.ts";
import { ringPoint, type Setting, shoreAt } from "./setting.ts";
import { AVENUE, PROMENADE, STREET } from "./street-class.ts";

/** What a street was drawn as; its name is chosen by it. */
export type StreetKind =
  | "shore"
  | "ring"
  | "radial"
  | "bank"
  | "bridge"
  | "avenue"
  | "street"
  | "lane"
  | "path";

/** The city while it is being drawn. */
export interface Draft {
  readonly setting: Setting;
  readonly planar: Planar;
  /** Kind by street number. */
  readonly streets: StreetKind[];
  readonly sea: number;
  readonly river: readonly number[];
  /** Dry faces by quarter. */
  readonly dry: readonly (readonly number[])[];
}

/** Starts a street and returns its number. */
export function addStreet(streets: StreetKind[], kind: StreetKind): number {
  streets.push(kind);
  return streets.length - 1;
}

const MACRO_AREA_M2 = 9_000;
const MACRO_SNAP_CM = 4_500;
const RING_TRIES = [1_000, 970, 1_030, 940, 1_060];
const RADIAL_TRIES = [0, 3, -3, 6, -6];

function macroRule(street: number, streetClass: number): CutRule {
  return { street, streetClass, snapCm: MACRO_SNAP_CM, areaM2: MACRO_AREA_M2 };
}

function shoreCurve(s: Setting): number[] {
  const curve: number[] = [];
  for (let x = -6_000; x <= s.widthCm + 6_000; x += 6_000) curve.push(x, shoreAt(s, x));
  return curve;
}

/** An arc from below the eastern horizon over the north to below the western one. */
function ringCurve(s: Setting, ring: number, perMille = 1_000): number[] {
  const radius = Math.floor((at(s.ringsCm, ring) * perMille) / 1_000);
  const step = radius > 150_000 ? 2 : radius > 70_000 ? 5 : 9;
  const curve: number[] = [];
  for (let degrees = -80; degrees <= 260; degrees += step) curve.push(...ringPoint(s, radius, degrees));
  return curve;
}

/** Cuts each face along the first of some like curves that it can be cut along: a street must not fail for one bad corner. */
function cutSurely(
  p: Planar,
  faces: readonly number[],
  curves: readonly number[][],
  rule: CutRule,
): number[] {
  return faces.flatMap((face) => {
    for (const curve of curves) {
      const parts = cutFaces(p, [face], curve, rule);
      if (parts.length > 1) return parts;
    }
    return [face];
  });
}

/** Faces of a list that hold one of the points. */
function facesHolding(p: Planar, faces: readonly number[], points: readonly number[]): Set<number> {
  const found = new Set<number>();
  for (const face of faces) {
    const shape = facePoints(p, face);
    for (let i = 0; i + 1 < points.length; i += 2) {
      if (pointInPolygon(shape, at(points, i), at(points, i + 1))) found.add(face);
    }
  }
  return found;
}

function bridgeCurves(s: Setting): number[][] {
  const curves: number[][] = [];
  const half = s.riverHalfCm * 2;
  for (let i = 12; i + 3 < s.river.length / 2; i += 5) {
    const x = at(s.river, 2 * i);
    const z = at(s.river, 2 * i + 1);
    const slope =
      (at(s.river, 2 * i + 2) - at(s.river, 2 * i - 2)) / (at(s.river, 2 * i - 1) - at(s.river, 2 * i + 3));
    const dz = Math.floor(half * Math.max(-1, Math.min(1, slope)));
    curves.push([x - half, z - dz, x + half, z + dz]);
  }
  return curves;
}

interface Waters {
  readonly planar: Planar;
  readonly streets: StreetKind[];
  readonly sea: number;
  readonly city: number[];
  readonly river: number[];
}

/** Draws shore, edge of the city and river. */
function drawWaters(s: Setting): Waters {
  const planar = rectanglePlanar(s.widthCm, s.depthCm);
  const streets: StreetKind[] = [];
  const centre = [s.centreX, s.centreZ];
  const split = cutFaces(planar, [0], shoreCurve(s), macroRule(addStreet(streets, "shore"), PROMENADE));
  const land = [...facesHolding(planar, split, centre)];
  const sea = split.find((face) => !land.includes(face)) ?? 0;
  const outer = s.ringsCm.length - 1;
  const edges = RING_TRIES.map((perMille) => ringCurve(s, outer, perMille));
  let parts = cutSurely(planar, land, edges, macroRule(addStreet(streets, "ring"), AVENUE));
  const inside = facesHolding(planar, parts, centre);
  let city = parts.filter((face) => inside.has(face));
  let country = parts.filter((face) => !inside.has(face));
  for (const shift of s.river.length > 0 ? [-s.riverHalfCm, s.riverHalfCm] : []) {
    const bank = s.river.map((value, i) => (i % 2 === 0 ? value + shift : value));
    city = cutFaces(planar, city, bank, macroRule(addStreet(streets, "bank"), STREET));
    country = cutFaces(planar, country, bank, macroRule(NO_STREET, 0));
  }
  parts = [...city, ...country];
  const wet = facesHolding(planar, parts, s.river);
  return {
    planar,
    streets,
    sea,
    city: city.filter((f) => !wet.has(f)),
    river: parts.filter((f) => wet.has(f)),
  };
}

function radialCurve(s: Setting, ring: number, degrees: number): number[] {
  const [dx, dz] = direction(degrees);
  const from = Math.floor(at(s.ringsCm, ring - 1) * 0.9);
  const to = Math.floor(at(s.ringsCm, ring) * 1.1);
  const curve: number[] = [];
  for (let r = from; r <= to + 8_000; r += 8_000) {
    curve.push(s.centreX + Math.floor((dx * r) / UNIT), s.centreZ + Math.floor((dz * r) / UNIT));
  }
  return curve;
}

/** Avenues that run slantwise through the middle. */
function diagonalCurves(s: Setting): number[][] {
  const reach = at(s.ringsCm, 0) * 1.12;
  return [38, 141].map((degrees) => {
    const [dx, dz] = direction(degrees);
    const curve: number[] = [];
    for (let i = -8; i <= 8; i++) {
      curve.push(
        s.centreX + Math.floor((dx * reach * i) / (8 * UNIT)),
        s.centreZ + Math.floor((dz * reach * i) / (8 * UNIT)),
      );
    }
    return curve;
  });
}

/** Is the place west of the river's middle line? */
function beyondRiver(s: Setting, x: number, z: number): boolean {
  if (s.river.length === 0) return false;
  let i = 0;
  while (i + 3 < s.river.length && at(s.river, i + 3) > z) i += 2;
  return x < at(s.river, i);
}

/** The quarter a place belongs to. What lies beyond the river from the middle belongs to the next ring. */
function quarterOf(s: Setting, x: number, z: number): number {
  const dx = x - s.centreX;
  const dz = z - s.centreZ;
  let ring = s.ringsCm.findIndex((radius) => dx * dx + dz * dz <= radius * radius);
  if (ring < 0) ring = s.ringsCm.length - 1;
  if (ring === 0 && beyondRiver(s, x, z)) ring = 1;
  const candidates = s.quarters.flatMap((q, index) => (q.ring === ring ? [index] : []));
  const last = candidates[candidates.length - 1] ?? 0;
  if (dz > 0) return dx > 0 ? (candidates[0] ?? 0) : last;
  for (const index of candidates) {
    const [ux, uz] = direction(s.quarters[index]?.toDegrees ?? 180);
    if (ux * dz - uz * dx > 0) return index;
  }
  return last;
}

/** Draws waters, rings, radials and bridges: the web that the quarters are filled into. */
export function drawWeb(s: Setting): Draft {
  const waters = drawWaters(s);
  const { planar, streets } = waters;
  let { city, river } = waters;
  for (let ring = 0; ring + 1 < s.ringsCm.length; ring++) {
    const rule = macroRule(addStreet(streets, "ring"), AVENUE);
    const curves = RING_TRIES.map((perMille) => ringCurve(s, ring, perMille));
    city = cutSurely(planar, city, curves, rule);
    river = cutSurely(planar, river, curves, { ...rule, areaM2: 2_000 });
  }
  for (const quarter of s.quarters) {
    if (quarter.ring === 0 || quarter.toDegrees === 180) continue;
    const rule = macroRule(addStreet(streets, "radial"), AVENUE);
    const curves = RADIAL_TRIES.map((degrees) => radialCurve(s, quarter.ring, quarter.toDegrees + degrees));
    city = cutSurely(planar, city, curves, rule);
  }
  if (s.river.length > 0) {
    for (const curve of diagonalCurves(s)) {
      const inner = city.filter((face) => s.quarters[quarterOfFace(s, planar, face)]?.ring === 0);
      const others = city.filter((face) => !inner.includes(face));
      city = [...others, ...cutFaces(planar, inner, curve, macroRule(addStreet(streets, "radial"), AVENUE))];
    }
  }
  for (const curve of bridgeCurves(s)) {
    river = cutFaces(planar, river, curve, {
      ...macroRule(addStreet(streets, "bridge"), AVENUE),
      areaM2: 2_000,
    });
  }
  const dry: number[][] = s.quarters.map(() => []);
  for (const face of city) {
    dry[quarterOfFace(s, planar, face)]?.push(face);
  }
  return { setting: s, planar, streets, sea: waters.sea, river, dry };
}

/** Points tried per side of a face's box. */
const SAMPLES = 8;

/** The quarter that most of a face lies in. */
function quarterOfFace(s: Setting, planar: Planar, face: number): number {
  const points = facePoints(planar, face);
  const box = boxOf(points);
  const votes = s.quarters.map(() => 0);
  let best = 0;
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const x = box.west + Math.floor(((box.east - box.west) * (2 * (i % SAMPLES) + 1)) / (2 * SAMPLES));
    const z =
      box.north + Math.floor(((box.south - box.north) * (2 * Math.floor(i / SAMPLES) + 1)) / (2 * SAMPLES));
    if (!pointInPolygon(points, x, z)) continue;
    const quarter = quarterOf(s, x, z);
    votes[quarter] = at(votes, quarter) + 1;
    if (at(votes, quarter) > at(votes, best)) best = quarter;
  }
  return best;
}
