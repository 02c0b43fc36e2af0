import { at } from "../assert.ts";
import { doubleArea } from "../geometry/polygon.ts";
import { clipToBox, insetOutline, reversed, simplifyOutline } from "./areas.ts";
import { faceCentre } from "./cut.ts";
import type { Drawing } from "./draw.ts";
import { isBridge } from "./draw.ts";
import type { GraphTable } from "./graph-table.ts";
import type { NameGiver } from "./names.ts";
import type { Partition } from "./partition.ts";
import { faceEdges, facePoints, tail } from "./planar.ts";
import { cellOf, type Selection } from "./select.ts";
import { halfWidthCm } from "./street-class.ts";
import { NEIGHBORHOOD_CELL_CM, type PlanArea } from "./types.ts";

/** Width of the paved edge between a street by the water and the water, along the sea and along the river. */
const SEA_QUAY_CM = 1_400;
const RIVER_QUAY_CM = 600;
/** Points this near to a straight line are left out of greens. */
const SLACK_CM = 60;

interface AreaContext {
  readonly d: Drawing;
  readonly selection: Selection;
  readonly partition: Partition;
  readonly table: GraphTable;
  readonly names: NameGiver;
  readonly streetNames: ReadonlyMap<number, string>;
}

function neighborhoodAt(c: AreaContext, x: number, z: number): number {
  const { grid, neighborhoodOfCell } = c.partition;
  return neighborhoodOfCell[cellOf(grid, x, z)] ?? -1;
}

/** The neighborhood a face lies in: that of its centre, or else of a corner. */
function neighborhoodOfFace(c: AreaContext, face: number): number {
  const p = c.d.draft.planar;
  const centre = faceCentre(p, face);
  const there = neighborhoodAt(c, centre.x, centre.z);
  if (there >= 0) return there;
  for (const h of faceEdges(p, face)) {
    const node = at(c.table.nodeOf, tail(p, h));
    if (node >= 0) return at(c.table.nodeNeighborhood, node);
  }
  return -1;
}

/** Pieces of one park that only paths divide have one name: the lowest face among them. */
function parkGroups(c: AreaContext, faces: readonly number[]): Map<number, number> {
  const p = c.d.draft.planar;
  const group = new Map(faces.map((face) => [face, face]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const face of faces) {
      for (const h of faceEdges(p, face)) {
        if (c.d.draft.streets[at(p.street, h >> 1)] !== "path") continue;
        const mine = group.get(face) ?? face;
        const other = group.get(at(p.face, h ^ 1));
        if (other === undefined || other >= mine) continue;
        group.set(face, other);
        changed = true;
      }
    }
  }
  return group;
}

function greens(c: AreaContext): PlanArea[] {
  const p = c.d.draft.planar;
  const faces = c.selection.faces.filter((face) => c.d.kind[face] === "park" || c.d.kind[face] === "square");
  faces.sort((a, b) => a - b);
  const group = parkGroups(c, faces);
  const named = new Map<number, string>();
  return faces.flatMap((face) => {
    const edges = faceEdges(p, face);
    const insets = edges.map((h) => halfWidthCm(at(p.streetClass, h >> 1)));
    const outline = simplifyOutline(insetOutline(facePoints(p, face), insets), SLACK_CM);
    const isSquare = c.d.kind[face] === "square";
    const first = group.get(face) ?? face;
    const name = named.get(first) ?? (isSquare ? c.names.square() : c.names.park());
    named.set(first, name);
    const neighborhood = neighborhoodOfFace(c, face);
    if (outline.length < 6 || neighborhood < 0 || doubleArea(outline) <= 0) return [];
    return [
      {
        neighborhood,
        kind: isSquare ? ("square" as const) : ("park" as const),
        name,
        points: reversed(outline),
      },
    ];
  });
}

/** Outlines of the walked edge and of the water of a wet face. */
function waterOutlines(
  c: AreaContext,
  face: number,
  quayCm: number,
): { pavement: number[]; water: number[] } {
  const p = c.d.draft.planar;
  const edges = faceEdges(p, face);
  const points = facePoints(p, face);
  const isLand = (h: number): boolean => !isBridge(c.d, h) && at(p.street, h >> 1) >= 0;
  const isWildBank = (h: number): boolean => at(p.street, h >> 1) < 0 && at(p.face, h ^ 1) !== 1;
  const reach = (h: number): number => halfWidthCm(at(p.streetClass, h >> 1));
  const pavement = insetOutline(
    points,
    edges.map((h) => (isLand(h) ? reach(h) : 0)),
  );
  const water = insetOutline(
    points,
    edges.map((h) => (isLand(h) ? reach(h) + quayCm : isWildBank(h) ? quayCm : 0)),
  );
  return { pavement, water };
}

/** Strips between pavement and water, one for each stretch inside a neighborhood. */
function quays(
  c: AreaContext,
  face: number,
  pavement: readonly number[],
  water: readonly number[],
): PlanArea[] {
  const p = c.d.draft.planar;
  const edges = faceEdges(p, face);
  const areas: PlanArea[] = [];
  const homeOf = (h: number): number => {
    if (!at(c.selection.edges, h) || isBridge(c.d, h)) return -1;
    return at(c.table.nodeNeighborhood, at(c.table.nodeOf, tail(p, h)));
  };
  for (let i = 0; i < edges.length; ) {
    const home = homeOf(at(edges, i));
    let j = i;
    while (j < edges.length && homeOf(at(edges, j)) === home) j++;
    if (home >= 0) {
      const near: number[] = [];
      const far: number[] = [];
      for (let k = i; k <= j; k++) {
        const at2 = 2 * (k % edges.length);
        near.push(at(pavement, at2), at(pavement, at2 + 1));
        far.unshift(at(water, at2), at(water, at2 + 1));
      }
      const outline = simplifyOutline([...near, ...far], 0);
      const name = c.streetNames.get(at(p.street, at(edges, i) >> 1)) ?? "";
      if (outline.length >= 6 && doubleArea(outline) > 0)
        areas.push({ neighborhood: home, kind: "quay", name, points: reversed(outline) });
    }
    i = j;
  }
  return areas;
}

/** Boxes that share out the whole map among neighborhoods, each reaching south to the next one of its column. */
function seaBoxes(c: AreaContext): { neighborhood: number; box: [number, number, number, number] }[] {
  const { grid, cells } = c.partition;
  const { widthCm, depthCm } = c.d.draft.setting;
  const columns: number[][] = Array.from({ length: grid.columns }, () => []);
  cells.forEach((cell, neighborhood) => {
    columns[cell % grid.columns]?.push(neighborhood);
  });
  const first = columns.findIndex((list) => list.length > 0);
  const last = grid.columns - 1 - [...columns].reverse().findIndex((list) => list.length > 0);
  const boxes: { neighborhood: number; box: [number, number, number, number] }[] = [];
  for (let column = first; column <= last; column++) {
    const list = columns[column] ?? [];
    const west = column === first ? 0 : column * NEIGHBORHOOD_CELL_CM;
    const east = column === last ? widthCm : (column + 1) * NEIGHBORHOOD_CELL_CM;
    list.forEach((neighborhood, i) => {
      const north = i === 0 ? 0 : Math.floor(at(cells, neighborhood) / grid.columns) * NEIGHBORHOOD_CELL_CM;
      const after = list[i + 1];
      const south =
        after === undefined ? depthCm : Math.floor(at(cells, after) / grid.columns) * NEIGHBORHOOD_CELL_CM;
      boxes.push({ neighborhood, box: [west, north, east, south] });
    });
  }
  return boxes;
}

/** All areas, by neighborhood. */
export function cityAreas(c: AreaContext, seaName: string, riverName: string): PlanArea[] {
  const p = c.d.draft.planar;
  const areas = greens(c);
  const sea = waterOutlines(c, c.d.draft.sea, SEA_QUAY_CM);
  areas.push(...quays(c, c.d.draft.sea, sea.pavement, sea.water));
  for (const { neighborhood, box } of seaBoxes(c)) {
    const piece = clipToBox(sea.water, ...box);
    if (piece.length > 0) areas.push({ neighborhood, kind: "water", name: seaName, points: reversed(piece) });
  }
  for (const face of c.d.draft.river) {
    const node = faceEdges(p, face)
      .map((h) => at(c.table.nodeOf, tail(p, h)))
      .find((n) => n >= 0);
    if (node === undefined) continue;
    const river = waterOutlines(c, face, RIVER_QUAY_CM);
    areas.push(...quays(c, face, river.pavement, river.water));
    const points = reversed(simplifyOutline(river.water, 0));
    areas.push({ neighborhood: at(c.table.nodeNeighborhood, node), kind: "water", name: riverName, points });
  }
  return areas
    .map((area, i) => ({ area, i }))
    .sort((a, b) => a.area.neighborhood - b.area.neighborhood || a.i - b.i)
    .map(({ area }) => area);
}
