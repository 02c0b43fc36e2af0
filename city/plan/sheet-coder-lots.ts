import { at } from "../assert.ts";
import type { Coder } from "./range-coder.ts";
import type { Sheet, SheetBuilding, SheetLot } from "./sheet.ts";
import type { PlanNeighborhood } from "./types.ts";

/** Contexts of lots; those of 8 or 16 have one place for each zone or use. */
const L = {
  lots: 24,
  sameLand: 28,
  land: 29,
  sameZone: 30,
  zone: 31,
  firstGap: 32,
  gap: 33,
  width: 40,
  sameDepth: 48,
  depth: 49,
  built: 50,
  sameFront: 51,
  front: 52,
  sameSide: 53,
  side: 54,
  rear: 56,
  floors: 64,
  use: 192,
};

const HALF_METRE_CM = 50;
const METRE_CM = 100;
const LAND_STEP_CENTS = 100;
/** Most lots along one edge. */
const LOTS_MOST = 4_000;

/** What is likely to stay as it was on the lot before. */
interface Habit {
  land: number;
  zone: number;
  depth: number;
  front: number;
  side: number;
  use: number;
}

function codeKept(c: Coder, same: number, context: number, before: number, wanted: number): number {
  return c.flag(same, wanted === before) ? before : c.number(context, wanted);
}

function codeBuilding(c: Coder, habit: Habit, depth: number, b: SheetBuilding | null): SheetBuilding {
  const { zone } = habit;
  habit.front = codeKept(c, L.sameFront, L.front, habit.front, b ? b.front / HALF_METRE_CM : 0);
  habit.side = codeKept(c, L.sameSide, L.side, habit.side, b ? b.side / HALF_METRE_CM : 0);
  const front = habit.front * HALF_METRE_CM;
  const rear = c.number(L.rear + zone, b ? (depth - front - b.depth) / HALF_METRE_CM : 0);
  const use = c.symbol(L.use + zone, 4, b ? b.use : 0);
  const floors = c.number(L.floors + zone * 16 + use, b ? b.floors - 1 : 0) + 1;
  const buildingDepth = depth - front - rear * HALF_METRE_CM;
  if (buildingDepth <= 0 || floors > 255 || use > 10) throw new RangeError("an impossible building");
  return { front, side: habit.side * HALF_METRE_CM, depth: buildingDepth, floors, use, zone };
}

function codeLot(
  c: Coder,
  habit: Habit,
  edge: number,
  end: number,
  isFirst: boolean,
  lot: SheetLot | null,
): SheetLot {
  const width = METRE_CM * c.number(L.width + habit.zone, lot ? lot.width / METRE_CM : 0);
  const gap = lot ? (lot.offset - lot.width / 2 - end) / HALF_METRE_CM : 0;
  const start = end + HALF_METRE_CM * c.signed(isFirst ? L.firstGap : L.gap, gap);
  habit.depth = codeKept(c, L.sameDepth, L.depth, habit.depth, lot ? lot.depth / METRE_CM : 0);
  const depth = habit.depth * METRE_CM;
  const hasBuilding = c.flag(L.built, lot ? lot.building !== null : false);
  const building = hasBuilding ? codeBuilding(c, habit, depth, lot?.building ?? null) : null;
  const fits = width > 0 && depth > 0 && width <= 65_535 && depth <= 65_535 && start + width / 2 >= 0;
  if (!fits || (building && building.side * 2 >= width)) throw new RangeError("an impossible lot");
  return { edge, offset: start + width / 2, width, depth, landCents: habit.land * LAND_STEP_CENTS, building };
}

/** Zone of an edge's buildings: that of its first building, or as before. */
function zoneOfRow(row: readonly SheetLot[], before: number): number {
  return row.find((lot) => lot.building)?.building?.zone ?? before;
}

/** Writes or reads all lots of a neighborhood. */
export function codeLots(
  c: Coder,
  n: PlanNeighborhood,
  edgeClass: readonly number[],
  sheet: Sheet | null,
): SheetLot[] {
  const rows: SheetLot[][] = edgeClass.map(() => []);
  for (const lot of sheet?.lots ?? []) rows[lot.edge]?.push(lot);
  const habit: Habit = { land: 0, zone: 0, depth: 0, front: 0, side: 0, use: 0 };
  const lots: SheetLot[] = [];
  edgeClass.forEach((streetClass, edge) => {
    const row = rows[edge] ?? [];
    const count = c.number(L.lots + streetClass, row.length);
    if (count === 0) return;
    if (count > LOTS_MOST || lots.length + count > n.parcelCount) throw new RangeError("too many lots");
    const land = (row[0]?.landCents ?? 0) / LAND_STEP_CENTS;
    if (!c.flag(L.sameLand, land === habit.land)) habit.land += c.signed(L.land, land - habit.land);
    const zone = zoneOfRow(row, habit.zone);
    if (!c.flag(L.sameZone, zone === habit.zone)) habit.zone = c.symbol(L.zone, 3, zone);
    let end = 0;
    for (let i = 0; i < count; i++) {
      const lot = codeLot(c, habit, edge, end, i === 0, row[i] ?? null);
      end = lot.offset + lot.width / 2;
      lots.push(lot);
    }
  });
  if (lots.length !== n.parcelCount) throw new RangeError("the number of lots is wrong");
  const built = lots.reduce((sum, lot) => sum + (lot.building ? 1 : 0), 0);
  if (built !== n.buildingCount) throw new RangeError("the number of buildings is wrong");
  if (lots.some((lot) => lot.landCents < 0 || at([lot.width], 0) <= 0))
    throw new RangeError("an impossible lot");
  return lots;
}
