import { emptyBuildings, emptyParcels } from "#city/plan/expand.ts";
import type { BuildingTable, NeighborhoodPlan } from "#city/plan/types.ts";

const BLOCK_CM = 9_000;
const NODE_BASE = 1_000;
const GHOST_BASE = 5_000;
const BUILDING_BASE = 700;

/** A neighborhood of side x side crossings with one ghost beyond each rim crossing and a building per own edge. */
export function gridPlace(index: number, side: number): NeighborhoodPlan {
  const own = side * side;
  const x: number[] = [];
  const z: number[] = [];
  for (let n = 0; n < own; n++) {
    // Slightly crooked, so that straightness has no ties.
    x.push((n % side) * BLOCK_CM + ((n * 37) % 500));
    z.push(Math.floor(n / side) * BLOCK_CM + ((n * 53) % 500));
  }
  const edgeStart = [0];
  const edgeTo: number[] = [];
  for (let n = 0; n < own; n++) {
    for (const [dx, dz] of [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const) {
      const [column, row] = [(n % side) + dx, Math.floor(n / side) + dz];
      if (column >= 0 && column < side && row >= 0 && row < side) edgeTo.push(row * side + column);
      else {
        edgeTo.push(x.length);
        x.push(column * BLOCK_CM);
        z.push(row * BLOCK_CM);
      }
    }
    edgeStart.push(edgeTo.length);
  }
  const ghosts = Array.from({ length: x.length - own }, (_, i) => GHOST_BASE + i);
  return {
    index,
    buildingBase: BUILDING_BASE,
    nodeCount: own,
    nodeXCm: Int32Array.from(x),
    nodeZCm: Int32Array.from(z),
    nodeGlobal: Uint32Array.from([...Array.from({ length: own }, (_, i) => NODE_BASE + i), ...ghosts]),
    edgeStart: Uint32Array.from(edgeStart),
    edgeTo: Uint32Array.from(edgeTo),
    edgeStreet: new Uint16Array(edgeTo.length),
    edgeClass: new Uint8Array(edgeTo.length),
    buildings: doors(edgeTo.length),
    parcels: emptyParcels(0),
    areas: [],
  };
}

/** A building on every edge, with doors that tell which is which. */
function doors(count: number): BuildingTable {
  const table = emptyBuildings(count);
  for (let building = 0; building < count; building++) {
    table.doorEdge[building] = building;
    table.doorXCm[building] = building * 10;
    table.doorZCm[building] = building * 20;
  }
  return table;
}
