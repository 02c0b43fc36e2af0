import { z } from "zod";
import { assertExists, at } from "#city/assert.ts";
import { formatId, parseId } from "#city/ids.ts";
import { streetAddressOf } from "#city/plan/address.ts";
import type { AgentDetail, BuildingDetail, InspectReply } from "#city/protocol/messages.ts";
import { topics } from "#city/protocol/topics.ts";
import type { Bus, BusHandler } from "#server/mqtt/bus.ts";
import { type DistrictState, inspectAgent, inspectBuilding } from "#sim";
import type { City } from "./districts/city.ts";
import { buildingUse } from "./districts/observation.ts";
import type { Shard } from "./districts/shard.ts";

const requestSchema = z.object({
  requestId: z.string().min(1).max(64),
  kind: z.enum(["agent", "building"]),
  id: z.string().max(32),
});

const decoder = new TextDecoder();

/** Answers what others ask about agents and buildings of the districts this worker holds; silent about all others. */
export function answerInspections(bus: Bus, city: City, shards: () => readonly Shard[]): BusHandler {
  return (_topic, payload) => {
    const request = requestSchema.safeParse(parseJson(payload));
    if (!request.success) return;
    const { requestId, kind, id } = request.data;
    const detail = kind === "agent" ? agentDetail(city, shards(), id) : buildingDetail(city, shards(), id);
    if (detail === null) return;
    const reply: InspectReply = { requestId, detail };
    bus.publish(topics.inspectReply(), JSON.stringify(reply)).catch(() => {
      city.counters.messagesNotSent++;
    });
  };
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(payload));
  } catch {
    return null;
  }
}

function agentDetail(city: City, shards: readonly Shard[], id: string): AgentDetail | null {
  const world = city.world.id;
  const parts = parseId("agt", id);
  if (!parts.ok || parts.value.world !== world) return null;
  const agent = parts.value.index;
  for (const { state, tick } of shards) {
    const view = state === null ? null : inspectAgent(city.context, state, agent);
    if (view === null) continue;
    const { self, place } = view;
    const { name, kind } = city.names.directory(agent);
    return {
      kind: "agent",
      id,
      name,
      agentKind: kind,
      activity: self.activity,
      district: formatId("dst", world, place.district),
      neighborhood: formatId("nbh", world, place.neighborhood),
      point: { x: place.xCm / 100, z: place.zCm / 100 },
      inside: buildingId(world, place.inside),
      goingTo: place.goingTo === null ? null : buildingId(world, place.goingTo.building),
      home: buildingId(world, self.home),
      work: buildingId(world, self.work),
      energy: self.energy,
      satiety: self.satiety,
      purseCents: self.purseCents,
      acquaintances: view.acquaintances.map((other) => person(city, other)),
      tick,
    };
  }
  return null;
}

function buildingDetail(city: City, shards: readonly Shard[], id: string): BuildingDetail | null {
  const { plan } = city.context;
  const parts = parseId("bld", id);
  if (!parts.ok || parts.value.world !== city.world.id || parts.value.index >= plan.buildings.count)
    return null;
  const building = parts.value.index;
  const held = stateOfBuilding(city, shards, building);
  const view = held === null ? null : inspectBuilding(city.context, held.state, building);
  if (held === null || view === null) return null;
  return {
    kind: "building",
    id,
    use: buildingUse(plan, building),
    address: streetAddressOf(plan, building),
    inside: view.inside.map(({ agent, activity }) => ({ ...person(city, agent), activity })),
    insideCount: view.insideCount,
    residents: view.residents,
    workers: view.workers,
    open: view.open,
    tillCents: view.tillCents,
    landValueCents: at(plan.parcels.landValueCents, at(plan.buildings.parcel, building)),
    tick: held.tick,
  };
}

function stateOfBuilding(
  city: City,
  shards: readonly Shard[],
  building: number,
): { readonly state: DistrictState; readonly tick: number } | null {
  const { plan } = city.context;
  const neighborhood = at(plan.buildings.neighborhood, building);
  const district = assertExists(plan.neighborhoods[neighborhood], `neighborhood ${neighborhood}`).district;
  const shard = shards.find((each) => each.lease.district === district);
  const state = shard?.state ?? null;
  return shard === undefined || state === null ? null : { state, tick: shard.tick };
}

function person(city: City, agent: number): { readonly id: string; readonly name: string } {
  return { id: formatId("agt", city.world.id, agent), name: city.names.directory(agent).name };
}

function buildingId(world: number, building: number): string | null {
  return building < 0 ? null : formatId("bld", world, building);
}
