import { z } from "zod";
import { assertExists, at } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { streetAddressOf } from "#city/plan/address.ts";
import { BUILDING_USES, type CityPlan } from "#city/plan/types.ts";
import { ACTION_HELP, ACTION_KINDS, ACTION_PARAMETERS, type ActionKind } from "#city/protocol/actions.ts";
import type { AvailableAction, Observation } from "#city/protocol/observation.ts";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import { cityTime, daylightAt, dayOf } from "#city/world/calendar.ts";
import { arrearsDaysLeft } from "#city/world/estate.ts";
import type { AvailableActionView, BodyPlace, Heard, Perception, SeenAgent, SeenBuilding } from "#sim";
import type { Arrears } from "./arrears-book.ts";

export type AgentKind = "resident" | "model" | "code" | "external";

/** Who is who: agent number to name and kind. */
export type NamesDirectory = (agent: number) => { readonly name: string; readonly kind: AgentKind };

export interface ObservationSource {
  readonly plan: CityPlan;
  readonly world: number;
  readonly names: NamesDirectory;
  readonly perception: Perception;
  readonly actions: readonly AvailableActionView[];
  /** What this agent heard, with the tick it was said at; the newest are kept when there are too many. */
  readonly messages: readonly { readonly tick: number; readonly heard: Heard }[];
  /** What this agent owes, the oldest first: that is told when there is too much. */
  readonly arrears: readonly Arrears[];
  /** Wall times, ISO 8601 UTC: when the tick began, and until when a decision counts for the next. */
  readonly timestamp: string;
  readonly deadline: string;
}

/** The protocol's observation of one outside agent after one tick. Pure. */
export function toObservation(source: ObservationSource): Observation {
  const { perception, world, names } = source;
  const self = perception.self;
  const agentId = (agent: number): string => formatId("agt", world, agent);
  return {
    agent_id: agentId(self.agent),
    tick: perception.tick,
    timestamp: source.timestamp,
    observation: {
      location: location(source, perception.place),
      visible_agents: perception.agents.map((seen) => visibleAgent(source, seen)),
      messages: source.messages.slice(-LIMITS.messagesPerObservationMax).map(({ tick, heard }) => ({
        from: { id: agentId(heard.from), name: names(heard.from).name },
        kind: heard.kind,
        text: heard.text,
        tick,
      })),
      environment: {
        city_time: cityTime(perception.simMs),
        daylight: daylightAt(perception.simMs),
        buildings: perception.buildings.map((seen) => nearbyBuilding(source, seen)),
        self: {
          name: names(self.agent).name,
          activity: self.activity,
          busy_until: self.busyUntilMs < 0 ? null : cityTime(self.busyUntilMs),
          energy: self.energy,
          satiety: self.satiety,
          purse_cents: self.purseCents,
          meals: self.meals,
          goods: self.goods,
          home: buildingId(world, self.home),
          deeds: self.deeds.map((parcel) => formatId("prc", world, parcel)),
          owes: source.arrears.slice(0, LIMITS.deedsPerObservationMax).map(({ parcel, cents, sinceDay }) => ({
            parcel: formatId("prc", world, parcel),
            cents,
            days_left: arrearsDaysLeft(sinceDay, dayOf(perception.simMs)),
          })),
        },
      },
    },
    available_actions: source.actions.map(availableAction),
    memory_context: {},
    deadline: source.deadline,
  };
}

/** Use of a building, as the protocol names it. */
export function buildingUse(plan: CityPlan, building: number): string {
  return assertExists(BUILDING_USES[at(plan.buildings.use, building)], `use of building ${building}`);
}

function buildingId(world: number, building: number): string | null {
  return building < 0 ? null : formatId("bld", world, building);
}

/** Metres with two decimals: a centimetre is the city's grain. */
function metres(cm: number): number {
  return Math.round(cm) / 100;
}

function pointOf(xCm: number, zCm: number): { x: number; z: number } {
  return { x: metres(xCm), z: metres(zCm) };
}

function location(source: ObservationSource, place: BodyPlace): Observation["observation"]["location"] {
  const { plan, world } = source;
  const district = assertExists(plan.districts[place.district - 1], `district ${place.district}`);
  const neighborhood = assertExists(
    plan.neighborhoods[place.neighborhood],
    `neighborhood ${place.neighborhood}`,
  );
  const going = place.goingTo;
  return {
    district: { id: formatId("dst", world, district.index), name: district.name },
    neighborhood: { id: formatId("nbh", world, neighborhood.index), name: neighborhood.name },
    point: pointOf(place.xCm, place.zCm),
    street: plan.streets[place.street] ?? "",
    inside:
      place.inside < 0
        ? null
        : {
            id: formatId("bld", world, place.inside),
            use: buildingUse(plan, place.inside),
            address: streetAddressOf(plan, place.inside),
          },
    going_to:
      going === null
        ? null
        : {
            building: buildingId(world, going.building),
            point: pointOf(going.xCm, going.zCm),
            arrives_at: cityTime(going.arrivesAtMs),
          },
  };
}

function visibleAgent(
  source: ObservationSource,
  seen: SeenAgent,
): Observation["observation"]["visible_agents"][number] {
  const { name, kind } = source.names(seen.agent);
  return {
    id: formatId("agt", source.world, seen.agent),
    name,
    kind,
    distance_m: metres(seen.distanceCm),
    point: pointOf(seen.xCm, seen.zCm),
    activity: seen.activity,
    inside: buildingId(source.world, seen.inside),
  };
}

function nearbyBuilding(
  source: ObservationSource,
  seen: SeenBuilding,
): Observation["observation"]["environment"]["buildings"][number] {
  return {
    id: formatId("bld", source.world, seen.building),
    use: buildingUse(source.plan, seen.building),
    address: streetAddressOf(source.plan, seen.building),
    distance_m: metres(seen.distanceCm),
    open: seen.open,
    sells: [...seen.sells],
    jobs: seen.jobs,
    parcel: formatId("prc", source.world, seen.parcel),
    owner: ownerId(source.world, seen.owner),
    price_cents: seen.priceCents < 0 ? null : seen.priceCents,
  };
}

function ownerId(world: number, owner: number): string | null {
  return owner < 0 ? null : formatId(owner >= OWNER_BASE ? "usr" : "agt", world, owner);
}

/** Each kind's parameters as JSON Schema; computed once, since it is the same for everybody at all times. */
const PARAMETER_SCHEMAS: ReadonlyMap<ActionKind, Record<string, unknown>> = new Map(
  ACTION_KINDS.map((kind) => {
    const { $schema: _, ...schema } = z.toJSONSchema(ACTION_PARAMETERS[kind], { io: "input" });
    return [kind, schema];
  }),
);

/** One entry of `available_actions`, with its parameter schema. */
export function availableAction(view: AvailableActionView): AvailableAction {
  return {
    action: view.kind,
    description: ACTION_HELP[view.kind],
    parameters: assertExists(PARAMETER_SCHEMAS.get(view.kind), view.kind),
    cost_cents: view.costCents,
  };
}
