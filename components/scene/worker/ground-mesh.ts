import { at } from "#city/assert.ts";
import { type BuildingTable, type NeighborhoodPlan, STREET_CLASSES, ZONES } from "#city/plan/types.ts";
import type { GroundWriter } from "./ground-writer.ts";
import { GROUND, type GroundKind } from "./mesh-data.ts";
import { triangulate } from "./polygon.ts";
import { STREET_SHAPES } from "./street-shape.ts";

const AREA_GROUND = {
  water: GROUND.water,
  park: GROUND.park,
  square: GROUND.square,
  quay: GROUND.quay,
} as const;

/** Writes everything flat of one neighborhood: lots, areas, streets with their corners, shade at the feet of buildings. */
export function writeGround(w: GroundWriter, plan: NeighborhoodPlan): void {
  writeBlocks(w, plan);
  writeLots(w, plan);
  for (const area of plan.areas) {
    const first: number[] = [];
    for (let i = 0; i < area.points.length; i += 2) {
      const x = (area.points[i] ?? 0) / 100;
      const z = (area.points[i + 1] ?? 0) / 100;
      first.push(w.vertex(x, z, AREA_GROUND[area.kind], [0, 0, 0, 0], [0, 0, plan.index & 255]));
    }
    const corners = triangulate(area.points);
    for (let i = 0; i < corners.length; i += 3) {
      w.triangle(
        AREA_GROUND[area.kind],
        first[corners[i] ?? 0] ?? 0,
        first[corners[i + 1] ?? 0] ?? 0,
        first[corners[i + 2] ?? 0] ?? 0,
      );
    }
  }
  writeStreets(w, plan);
  writeContacts(w, plan.buildings);
}

/** How far from its streets the ground of a city reaches, metres: over the middle of every block. */
const BLOCK_REACH_M = 46;

/** Ground between the streets: wide bands along them, so that the city's outline follows its streets. */
function writeBlocks(w: GroundWriter, plan: NeighborhoodPlan): void {
  const tag = [0, zoneOf(plan), 100] as const;
  const detail = [0, 0, 0, 0] as const;
  for (let from = 0; from < plan.nodeCount; from++) {
    const x = (plan.nodeXCm[from] ?? 0) / 100;
    const z = (plan.nodeZCm[from] ?? 0) / 100;
    const middle = w.vertex(x, z, GROUND.lot, detail, tag);
    const rim = Array.from({ length: 8 }, (_, i) => {
      const angle = (i / 8) * Math.PI * 2;
      return w.vertex(
        x + Math.cos(angle) * BLOCK_REACH_M,
        z + Math.sin(angle) * BLOCK_REACH_M,
        GROUND.lot,
        detail,
        tag,
      );
    });
    for (let i = 0; i < rim.length; i++)
      w.triangle(GROUND.lot, middle, at(rim, i), at(rim, (i + 1) % rim.length));
    for (let slot = plan.edgeStart[from] ?? 0; slot < (plan.edgeStart[from + 1] ?? 0); slot++) {
      const to = plan.edgeTo[slot] ?? 0;
      if ((plan.nodeGlobal[from] ?? 0) > (plan.nodeGlobal[to] ?? 0)) continue;
      const toX = (plan.nodeXCm[to] ?? 0) / 100;
      const toZ = (plan.nodeZCm[to] ?? 0) / 100;
      const length = Math.max(0.1, Math.hypot(toX - x, toZ - z));
      const sideX = (-(toZ - z) / length) * BLOCK_REACH_M;
      const sideZ = ((toX - x) / length) * BLOCK_REACH_M;
      const a = w.vertex(x + sideX, z + sideZ, GROUND.lot, detail, tag);
      const b = w.vertex(x - sideX, z - sideZ, GROUND.lot, detail, tag);
      const c = w.vertex(toX - sideX, toZ - sideZ, GROUND.lot, detail, tag);
      const d = w.vertex(toX + sideX, toZ + sideZ, GROUND.lot, detail, tag);
      w.triangle(GROUND.lot, a, b, c);
      w.triangle(GROUND.lot, a, c, d);
    }
  }
}

function zoneOf(plan: NeighborhoodPlan): number {
  return plan.buildings.zone[0] ?? ZONES.indexOf("park");
}

function writeLots(w: GroundWriter, plan: NeighborhoodPlan): void {
  const { parcels } = plan;
  const zone = zoneOf(plan);
  for (let i = 0; i < parcels.count; i++) {
    quad(
      w,
      GROUND.lot,
      (parcels.centreXCm[i] ?? 0) / 100,
      (parcels.centreZCm[i] ?? 0) / 100,
      (parcels.axisX[i] ?? 0) / 16384,
      (parcels.axisZ[i] ?? 0) / 16384,
      (parcels.widthCm[i] ?? 0) / 200,
      (parcels.depthCm[i] ?? 0) / 200,
      [0, zone, i & 255],
    );
  }
}

/** Shade that buildings leave on the ground around them: a quad per building that fades outwards. */
function writeContacts(w: GroundWriter, t: BuildingTable): void {
  for (let i = 0; i < t.count; i++) {
    const spread = Math.min(6, 1.5 + (t.heightCm[i] ?? 0) / 1200);
    quad(
      w,
      GROUND.contact,
      (t.centreXCm[i] ?? 0) / 100,
      (t.centreZCm[i] ?? 0) / 100,
      (t.axisX[i] ?? 0) / 16384,
      (t.axisZ[i] ?? 0) / 16384,
      (t.widthCm[i] ?? 0) / 200 + spread,
      (t.depthCm[i] ?? 0) / 200 + spread,
      [Math.round(spread * 20), 0, 0],
    );
  }
}

/** A turned rectangle; its detail is the place in its own frame and its half sizes. */
function quad(
  w: GroundWriter,
  kind: GroundKind,
  x: number,
  z: number,
  axisX: number,
  axisZ: number,
  halfWidth: number,
  halfDepth: number,
  tag: readonly [number, number, number],
): void {
  const corner = (a: number, b: number) =>
    w.vertex(
      x + a * halfWidth * axisX - b * halfDepth * axisZ,
      z + a * halfWidth * axisZ + b * halfDepth * axisX,
      kind,
      [a * halfWidth, b * halfDepth, halfWidth, halfDepth],
      tag,
    );
  const [a, b, c, d] = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
  w.triangle(kind, a, b, c);
  w.triangle(kind, a, c, d);
}

interface Crossing {
  halfRoadM: number;
  halfPavedM: number;
  streets: number;
  streetClass: number;
}

function writeStreets(w: GroundWriter, plan: NeighborhoodPlan): void {
  const crossings = new Map<number, Crossing>();
  const edges: { from: number; to: number; streetClass: number }[] = [];
  for (let from = 0; from < plan.nodeCount; from++) {
    for (let slot = at(plan.edgeStart, from); slot < at(plan.edgeStart, from + 1); slot++) {
      const to = at(plan.edgeTo, slot);
      const streetClass = at(plan.edgeClass, slot);
      meet(crossings, from, streetClass);
      if (to >= plan.nodeCount) meet(crossings, to, streetClass);
      // Each street is drawn once: by the end with the lower global number.
      if (at(plan.nodeGlobal, from) < at(plan.nodeGlobal, to)) edges.push({ from, to, streetClass });
    }
  }
  for (const edge of edges) writeStreet(w, plan, edge, crossings);
  for (const [node, crossing] of crossings) if (node < plan.nodeCount) writeCrossing(w, plan, node, crossing);
}

function meet(crossings: Map<number, Crossing>, node: number, streetClass: number): void {
  const shape = STREET_SHAPES[STREET_CLASSES[streetClass] ?? "street"];
  const known = crossings.get(node) ?? { halfRoadM: 0, halfPavedM: 0, streets: 0, streetClass: 3 };
  crossings.set(node, {
    halfRoadM: Math.max(known.halfRoadM, shape.halfRoadM),
    halfPavedM: Math.max(known.halfPavedM, shape.halfPavedM),
    streets: known.streets + 1,
    streetClass: Math.min(known.streetClass, streetClass),
  });
}

function writeStreet(
  w: GroundWriter,
  plan: NeighborhoodPlan,
  edge: { from: number; to: number; streetClass: number },
  crossings: ReadonlyMap<number, Crossing>,
): void {
  const shape = STREET_SHAPES[STREET_CLASSES[edge.streetClass] ?? "street"];
  const ax = (plan.nodeXCm[edge.from] ?? 0) / 100;
  const az = (plan.nodeZCm[edge.from] ?? 0) / 100;
  const bx = (plan.nodeXCm[edge.to] ?? 0) / 100;
  const bz = (plan.nodeZCm[edge.to] ?? 0) / 100;
  const length = Math.hypot(bx - ax, bz - az);
  if (length < 0.5) return;
  const dx = (bx - ax) / length;
  const dz = (bz - az) / length;
  const strip = (kind: GroundKind, half: number, clearA: number, clearB: number) => {
    const corner = (along: number, side: number) =>
      w.vertex(
        ax + dx * along - dz * side * half,
        az + dz * along + dx * side * half,
        kind,
        [side * half, along - clearA, length - along - clearB, half],
        [edge.streetClass, 0, edge.from & 255],
      );
    const [a, b, c, d] = [corner(0, -1), corner(0, 1), corner(length, 1), corner(length, -1)];
    w.triangle(kind, a, b, c);
    w.triangle(kind, a, c, d);
  };
  strip(GROUND.pavement, shape.halfPavedM, 0, 0);
  if (shape.halfRoadM > 0) {
    strip(
      GROUND.road,
      shape.halfRoadM,
      clearance(crossings.get(edge.from)),
      clearance(crossings.get(edge.to)),
    );
  }
}

/** How far from a node the markings of its streets begin; streets that only bend there have no crossing. */
function clearance(crossing: Crossing | undefined): number {
  return crossing && crossing.streets > 2 ? crossing.halfRoadM * 1.15 : -1000;
}

function writeCrossing(w: GroundWriter, plan: NeighborhoodPlan, node: number, crossing: Crossing): void {
  const x = (plan.nodeXCm[node] ?? 0) / 100;
  const z = (plan.nodeZCm[node] ?? 0) / 100;
  const tag = [crossing.streetClass, 0, node & 255] as const;
  const disc = (kind: GroundKind, radius: number) => {
    const sides = 10;
    const first = w.vertex(x, z, kind, [0, 0, 0, radius], tag);
    let before = -1;
    let start = -1;
    for (let i = 0; i < sides; i++) {
      const angle = (i / sides) * Math.PI * 2;
      const v = w.vertex(
        x + Math.cos(angle) * radius,
        z + Math.sin(angle) * radius,
        kind,
        [radius, 0, 0, radius],
        tag,
      );
      if (before >= 0) w.triangle(kind, first, before, v);
      else start = v;
      before = v;
    }
    w.triangle(kind, first, before, start);
  };
  disc(GROUND.pavement, crossing.halfPavedM * 1.04);
  if (crossing.halfRoadM > 0)
    disc(crossing.streets > 2 ? GROUND.junction : GROUND.road, crossing.halfRoadM * 1.04);
}
