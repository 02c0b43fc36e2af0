import { at } from "../assert.ts";
import type { Coder } from "./range-coder.ts";
import type { Sheet } from "./sheet.ts";
import { AREA_KINDS, type PlanArea, type PlanIndex, type PlanNeighborhood } from "./types.ts";

const A = { areas: 18, kind: 19, sameName: 20, isStreet: 21, letter: 22, points: 23, place: 210, step: 212 };
const GRID_CM = 50;
const AREAS_MOST = 1_000;
const POINTS_MOST = 20_000;
const NAME_MOST = 80;

/** A name: as the area before of its kind, a street's, or letter by letter. */
function codeName(c: Coder, index: PlanIndex, before: string, wanted: string): string {
  if (c.flag(A.sameName, wanted === before)) return before;
  const street = index.streets.indexOf(wanted);
  if (c.flag(A.isStreet, street >= 0)) {
    const name = index.streets[c.raw(16, Math.max(0, street))];
    if (name === undefined) throw new RangeError("no such street");
    return name;
  }
  const letters: number[] = [];
  for (let i = 0; i <= NAME_MOST; i++) {
    const letter = c.symbol(A.letter, 7, i < wanted.length ? wanted.charCodeAt(i) : 0);
    if (letter === 0) return String.fromCharCode(...letters);
    letters.push(letter);
  }
  throw new RangeError("a name does not end");
}

function codePoints(c: Coder, n: PlanNeighborhood, wanted: Int32Array | null): Int32Array {
  const count = c.number(A.points, wanted ? wanted.length / 2 : 0);
  if (count < 3 || count > POINTS_MOST) throw new RangeError("an impossible area");
  const points = new Int32Array(2 * count);
  let x = n.originXCm;
  let z = n.originZCm;
  for (let i = 0; i < count; i++) {
    const context = i === 0 ? A.place : A.step;
    x += GRID_CM * c.signed(context, wanted ? (at(wanted, 2 * i) - x) / GRID_CM : 0);
    z += GRID_CM * c.signed(context + 1, wanted ? (at(wanted, 2 * i + 1) - z) / GRID_CM : 0);
    points[2 * i] = x;
    points[2 * i + 1] = z;
  }
  return points;
}

/** Writes or reads the areas of a neighborhood. */
export function codeAreas(c: Coder, index: PlanIndex, n: PlanNeighborhood, sheet: Sheet | null): PlanArea[] {
  const count = c.number(A.areas, sheet?.areas.length ?? 0);
  if (count > AREAS_MOST) throw new RangeError("too many areas");
  const areas: PlanArea[] = [];
  const names = new Map<string, string>();
  for (let i = 0; i < count; i++) {
    const wanted = sheet?.areas[i];
    const kind = AREA_KINDS[c.symbol(A.kind, 2, wanted ? AREA_KINDS.indexOf(wanted.kind) : 0)] ?? "park";
    const name = codeName(c, index, names.get(kind) ?? "", wanted?.name ?? "");
    names.set(kind, name);
    areas.push({ neighborhood: n.index, kind, name, points: codePoints(c, n, wanted?.points ?? null) });
  }
  return areas;
}
