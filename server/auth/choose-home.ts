import { BUILDING_USES, type NeighborhoodPlan, type PlanIndex } from "#city/plan/types.ts";
import { below, hashWords } from "#city/rng.ts";

/** A building people can live in. */
export interface Home {
  readonly building: number;
  /** How many people it houses. */
  readonly room: number;
}

/** So many of the homes nearest to the centre are drawn from: newcomers are neighbors, but not all of one house. */
const NEAREST_MAX = 64;
const HOME_USE = BUILDING_USES.indexOf("home");

type Place = Pick<NeighborhoodPlan, "buildingBase"> & {
  readonly buildings: Pick<
    NeighborhoodPlan["buildings"],
    "count" | "use" | "homes" | "centreXCm" | "centreZCm"
  >;
};

/** All homes of a city, those nearest to its centre first. */
export function listHomes(
  { widthCm, depthCm }: Pick<PlanIndex, "widthCm" | "depthCm">,
  places: readonly Place[],
): Home[] {
  const found = places.flatMap(({ buildingBase, buildings }) =>
    Array.from({ length: buildings.count }, (_, i) => {
      const x = (buildings.centreXCm[i] ?? 0) - widthCm / 2;
      const z = (buildings.centreZCm[i] ?? 0) - depthCm / 2;
      const room = buildings.use[i] === HOME_USE ? (buildings.homes[i] ?? 0) : 0;
      return { building: buildingBase + i, room, distance: x * x + z * z };
    }),
  );
  return found
    .filter(({ room }) => room > 0)
    .sort((a, b) => a.distance - b.distance || a.building - b.building)
    .map(({ building, room }) => ({ building, room }));
}

/** A home near the centre with room for one more, given how many agents live where; null when all are full. */
export function chooseHome(
  homes: readonly Home[],
  taken: ReadonlyMap<number, number>,
  agent: number,
): number | null {
  const free = homes.filter(({ building, room }) => (taken.get(building) ?? 0) < room).slice(0, NEAREST_MAX);
  return free.length === 0 ? null : (free[below(hashWords(agent), free.length)]?.building ?? null);
}
