import { hashText } from "#city/rng.ts";
import { residentName } from "#city/world/names.ts";
import type { NearbyItem } from "#components/stores/city-store.ts";
import type { Tracks } from "./agents/tracks.ts";
import type { View } from "./camera/camera-math.ts";
import { agentId, buildingId, type CityMap } from "./city-map.ts";

/** What the list of things in view names at most. */
const NEARBY_MAX = 30;
const AGENTS_MAX = 18;
const REACH_M = 350;

/** Agents and buildings nearest to the middle of the view, for those who do not see the picture. */
export function describeNearby(
  map: CityMap,
  tracks: Tracks,
  view: View,
  simMs: number,
): { readonly nearby: readonly NearbyItem[]; readonly place: string } {
  const here = map.neighborhoodAt(view.xM, view.zM);
  const district = map.index.districts.find((known) => known.index === here?.district);
  const place = here ? `${here.name}, ${district?.name ?? map.index.cityName}` : map.index.cityName;
  const agents = nearestAgents(hashText(map.index.seed), tracks, view, simMs);
  return { nearby: [...agents, ...nearestBuildings(map, view, NEARBY_MAX - agents.length)], place };
}

function nearestAgents(seed: number, tracks: Tracks, view: View, simMs: number): NearbyItem[] {
  const found: { readonly agent: number; readonly far: number; readonly car: boolean }[] = [];
  for (const agent of tracks.agents()) {
    const pose = tracks.pose(agent, simMs);
    if (!pose) continue;
    const far = Math.hypot(pose.xM - view.xM, pose.zM - view.zM);
    if (far < REACH_M) found.push({ agent, far, car: tracks.current(agent, simMs)?.car ?? false });
  }
  found.sort((a, b) => a.far - b.far || a.agent - b.agent);
  return found.slice(0, AGENTS_MAX).map(({ agent, far, car }) => ({
    id: agentId(agent),
    name: tracks.names.get(agent) ?? residentName(seed, agent),
    use: null,
    way: car ? "car" : "foot",
    metres: Math.round(far),
  }));
}

function nearestBuildings(map: CityMap, view: View, max: number): NearbyItem[] {
  const found: { readonly id: number; readonly far: number }[] = [];
  for (const entry of map.index.neighborhoods) {
    const plan = map.plans.get(entry.index);
    const off = Math.hypot(entry.originXCm / 100 + 150 - view.xM, entry.originZCm / 100 + 150 - view.zM);
    if (!plan || off > REACH_M + 220) continue;
    for (let i = 0; i < plan.buildings.count; i++) {
      const x = (plan.buildings.centreXCm[i] ?? 0) / 100;
      const z = (plan.buildings.centreZCm[i] ?? 0) / 100;
      const far = Math.hypot(x - view.xM, z - view.zM);
      if (far < REACH_M) found.push({ id: plan.buildingBase + i, far });
    }
  }
  found.sort((a, b) => a.far - b.far || a.id - b.id);
  return found.slice(0, max).flatMap(({ id, far }) => {
    const place = map.building(id);
    if (!place) return [];
    return [{ id: buildingId(id), ...map.describe(place), way: null, metres: Math.round(far) }];
  });
}
