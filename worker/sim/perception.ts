import { at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { isOpen } from "#city/world/calendar.ts";
import { activityOf, needsAt } from "./activity.ts";
import { placeView, type Spot, spotOf } from "./body-place.ts";
import { deedsOf, marketOf } from "./deeds.ts";
import { Grid } from "./grid.ts";
import { points } from "./needs.ts";
import { msOfTick } from "./run.ts";
import { ACCOUNT, type DistrictState, INSIDE, OUTSIDE, slotsByAgent, slotsInside } from "./state.ts";
import { buildingUse } from "./systems/trade.ts";
import type { EngineContext } from "./types.ts";
import type { Perception, SeenAgent, SeenBuilding, SelfView } from "./views.ts";

/** Within this an agent is seen even around a corner. */
const CLOSE_CM = 2_000;

/** Numeric view of an outside agent (or a resident) of this district after its last step; null when it is not here. */
export function perceive(ctx: EngineContext, state: DistrictState, agent: number): Perception | null {
  const slot = state.slotOf.get(agent);
  if (slot === undefined || state.bodies.kind[slot] === ACCOUNT) return null;
  const simMs = viewMs(ctx, state);
  const spot = spotOf(ctx, state, slot, simMs);
  return {
    tick: state.fields.tick,
    simMs,
    place: placeView(ctx, state, slot, simMs),
    self: selfView(ctx, state, slot),
    agents: spot.inside >= 0 ? seenInside(ctx, state, slot, spot) : seenOutside(ctx, state, slot, spot),
    buildings: seenBuildings(ctx, state, spot, simMs),
  };
}

/** The instant that views show: the end of the tick just fixed. */
export function viewMs(ctx: EngineContext, state: DistrictState): number {
  return msOfTick(ctx.genesis, state.fields.tick + 1);
}

/** What a body knows about itself. */
export function selfView(ctx: EngineContext, state: DistrictState, slot: number): SelfView {
  const { bodies } = state;
  const simMs = viewMs(ctx, state);
  const needs = needsAt(state, slot, simMs);
  const untilMs = at(bodies.busyUntilMs, slot);
  return {
    agent: at(bodies.agent, slot),
    activity: activityOf(state, slot),
    busyUntilMs: untilMs > simMs ? untilMs : -1,
    energy: points(needs.energy),
    satiety: points(needs.satiety),
    purseCents: at(bodies.purseCents, slot),
    meals: at(bodies.meals, slot),
    goods: at(bodies.goods, slot),
    home: at(bodies.home, slot),
    work: at(bodies.work, slot),
    deeds: at(bodies.kind, slot) === OUTSIDE ? deedsOf(ctx, state, at(bodies.agent, slot)) : [],
  };
}

function seen(state: DistrictState, spot: Spot, distanceCm: number): SeenAgent {
  return {
    agent: at(state.bodies.agent, spot.slot),
    distanceCm,
    xCm: spot.xCm,
    zCm: spot.zCm,
    activity: activityOf(state, spot.slot),
    inside: spot.inside,
  };
}

/** Indoors everyone in the building is seen, by agent number. */
function seenInside(ctx: EngineContext, state: DistrictState, slot: number, spot: Spot): SeenAgent[] {
  return slotsInside(state, at(ctx.places.localOf, spot.inside))
    .filter((other) => other !== slot)
    .slice(0, LIMITS.visibleAgentsMax)
    .map((other) => seen(state, { ...spot, slot: other }, 0));
}

/** In the open those are seen who are near enough and on the same street, on one that meets it, or close by; nearest first. */
function seenOutside(ctx: EngineContext, state: DistrictState, slot: number, spot: Spot): SeenAgent[] {
  const { grid, spots } = openAround(ctx, state);
  const isSeen = (id: number, distanceCm: number): boolean => {
    const other = spots[id];
    if (other === undefined || other.slot === slot) return false;
    return distanceCm <= CLOSE_CM || isOnAdjacentStreet(spot, other);
  };
  const found: SeenAgent[] = [];
  // Spots stand in the order of agents' numbers, which decide between two as near.
  grid.nearest(spot, LIMITS.visibleAgentsMax, isSeen, (id, distanceCm) => {
    const other = spots[id];
    if (other !== undefined) found.push(seen(state, other, distanceCm));
  });
  return found;
}

function isOnAdjacentStreet(a: Spot, b: Spot): boolean {
  return a.nodeA === b.nodeA || a.nodeA === b.nodeB || a.nodeB === b.nodeA || a.nodeB === b.nodeB;
}

/** Where everyone in the open was at a tick, and a grid of them by index. */
interface Open {
  readonly grid: Grid;
  tick: number;
  spots: readonly Spot[];
}
const openByState = new WeakMap<DistrictState, Open>();

/** Who is in the open after the last step; looked up once a tick, since all its outside agents ask. */
function openAround(ctx: EngineContext, state: DistrictState): Open {
  const known = openByState.get(state) ?? { grid: new Grid(LIMITS.sightRadiusCm), tick: -1, spots: [] };
  if (known.tick === state.fields.tick) return known;
  openByState.set(state, known);
  const simMs = viewMs(ctx, state);
  const slots = slotsByAgent(state).filter((slot) => state.bodies.placeKind[slot] !== INSIDE);
  known.spots = slots.map((slot) => spotOf(ctx, state, slot, simMs));
  known.tick = state.fields.tick;
  const xCm = Int32Array.from(known.spots, (spot) => spot.xCm);
  const zCm = Int32Array.from(known.spots, (spot) => spot.zCm);
  known.grid.sort(xCm, zCm);
  return known;
}

/** Buildings whose doors are within sight, nearest first. */
function seenBuildings(ctx: EngineContext, state: DistrictState, spot: Spot, simMs: number): SeenBuilding[] {
  const { neighborhoods, buildings } = ctx.plan;
  const radius = LIMITS.sightRadiusCm;
  const reach = radius + CLOSE_CM;
  const found: SeenBuilding[] = [];
  for (const cell of neighborhoods) {
    const side = LIMITS.neighborhoodCellCm;
    if (spot.xCm < cell.originXCm - reach || spot.xCm > cell.originXCm + side + reach) continue;
    if (spot.zCm < cell.originZCm - reach || spot.zCm > cell.originZCm + side + reach) continue;
    for (let building = cell.buildingBase; building < cell.buildingBase + cell.buildingCount; building++) {
      const dx = at(buildings.doorXCm, building) - spot.xCm;
      const dz = at(buildings.doorZCm, building) - spot.zCm;
      const squared = dx * dx + dz * dz;
      if (squared <= radius * radius)
        found.push(seenBuilding(ctx, state, building, Math.floor(Math.sqrt(squared)), simMs));
    }
  }
  return found
    .sort((a, b) => a.distanceCm - b.distanceCm || a.building - b.building)
    .slice(0, LIMITS.visibleBuildingsMax);
}

function seenBuilding(
  ctx: EngineContext,
  state: DistrictState,
  building: number,
  distanceCm: number,
  simMs: number,
): SeenBuilding {
  const use = buildingUse(ctx, building);
  return {
    building,
    distanceCm,
    open: isOpen(use, simMs),
    sells: use === "food" ? ["meal"] : use === "shop" ? ["goods"] : [],
    jobs: at(ctx.plan.buildings.jobs, building),
    ...marketOf(ctx, state, at(ctx.plan.buildings.parcel, building)),
  };
}
