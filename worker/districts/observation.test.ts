import { expect, test } from "vitest";
import { assertExists } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { lotAddressOf, streetAddressOf } from "#city/plan/address.ts";
import { NO_BUILDING } from "#city/plan/types.ts";
import { observationSchema } from "#city/protocol/observation.ts";
import { ARREARS_DAYS_MAX } from "#city/world/estate.ts";
import { residentName } from "#city/world/names.ts";
import { availableActions, type FeedLine, outsideAgents, perceive } from "#sim";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { ScriptedAgents } from "#tests/util/scripted-agents.ts";
import { ADA, agentId, buildingId, TwoOutsiders } from "#tests/util/two-outsiders.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { toFeedEntry } from "./feed-text.ts";
import {
  availableAction,
  type NamesDirectory,
  type ObservationSource,
  toObservation,
} from "./observation.ts";
import { significantLines } from "./significance.ts";

const WALL = { timestamp: "2026-01-01T00:00:00.000Z", deadline: "2026-01-01T00:00:05.000Z" };
const names: NamesDirectory = (agent) =>
  agent >= ADA
    ? { name: `Outsider ${agent - ADA}`, kind: "external" }
    : { name: residentName(7, agent), kind: "resident" };

function sourceOf(town: Pick<TwoOutsiders, "ctx" | "state">, agent: number): ObservationSource {
  const perception = assertExists(perceive(town.ctx, town.state, agent), "view");
  const actions = availableActions(town.ctx, town.state, agent);
  return { plan: town.ctx.plan, world: 1, names, perception, actions, messages: [], arrears: [], ...WALL };
}

test("[PC-6] an observation fits the protocol's schema, in metres and city time", () => {
  const town = new TwoOutsiders();
  town.act(ADA, "move_to", { building: buildingId(town.building("shop", 5)) });
  const heard = { hearer: ADA, from: 3, kind: "say", text: "Hello" } as const;
  const messages = Array.from({ length: 40 }, (_, tick) => ({ tick, heard }));
  const observation = toObservation({ ...sourceOf(town, ADA), messages });
  expect(observationSchema.parse(observation)).toEqual(observation);
  const { location, environment, messages: told } = observation.observation;
  expect(told.length).toBe(LIMITS.messagesPerObservationMax);
  expect(told.at(-1)).toEqual({
    from: { id: "agt_1000003", name: residentName(7, 3) },
    kind: "say",
    text: "Hello",
    tick: 39,
  });
  expect(environment.city_time).toBe("0001-01-01T10:04:00");
  expect(environment.self).toMatchObject({
    name: "Outsider 0",
    purse_cents: 50_000,
    home: buildingId(town.building("home")),
  });
  expect(location.going_to?.building).toBe(buildingId(town.building("shop", 5)));
  expect(observation.available_actions.map((action) => action.action)).toEqual([
    "move_to",
    "say",
    "whisper",
    "look",
  ]);
  expect(observation.deadline).toBe(WALL.deadline);
});

test("[PC-8] an observation says what its agent owes, and in how many days each parcel falls back", () => {
  const town = new TwoOutsiders();
  const arrears = Array.from({ length: LIMITS.deedsPerObservationMax + 1 }, (_, parcel) => ({
    parcel,
    cents: 50 + parcel,
    sinceDay: parcel - ARREARS_DAYS_MAX - 1,
  }));
  const observation = toObservation({ ...sourceOf(town, ADA), arrears });
  expect(observationSchema.parse(observation)).toEqual(observation);
  const { owes } = observation.observation.environment.self;
  expect(owes).toHaveLength(LIMITS.deedsPerObservationMax);
  // On the first day, which is number 0.
  expect(owes.slice(0, 4)).toEqual([
    { parcel: formatId("prc", 1, 0), cents: 50, days_left: 0 },
    { parcel: formatId("prc", 1, 1), cents: 51, days_left: 0 },
    { parcel: formatId("prc", 1, 2), cents: 52, days_left: 1 },
    { parcel: formatId("prc", 1, 3), cents: 53, days_left: 2 },
  ]);
  expect(toObservation(sourceOf(town, ADA)).observation.environment.self.owes).toEqual([]);
});

test("[PC-7] every action offered carries a JSON Schema of its parameters and its cost", () => {
  const entry = availableAction({ kind: "pay", costCents: 1 });
  expect(entry).toMatchObject({
    action: "pay",
    cost_cents: 1,
    parameters: { type: "object", required: ["to", "amount_cents"] },
  });
  expect(availableAction({ kind: "wait", costCents: 0 }).parameters).not.toHaveProperty("required");
});

test("[PC-6] whatever scripted agents get into, their observations are valid and small", () => {
  let agents: ScriptedAgents | null = null;
  const city = new LockstepCity({
    plan: hamletPlan(),
    genesis: { startOfDayMs: 11 * 3_600_000 },
    actions: (tick, district, self) => {
      agents ??= new ScriptedAgents(self.ctx, 5);
      if (district === 0) return tick === 1 ? agents.arrivals(6, 20_000) : [];
      return agents.actions(self.state(district), outsideAgents(self.state(district)));
    },
  });
  for (let tick = 0; tick < 100; tick++) {
    city.step();
    for (const state of city.states) {
      for (const agent of outsideAgents(state)) {
        const observation = toObservation(sourceOf({ ctx: city.ctx, state }, agent));
        expect(observationSchema.parse(observation)).toEqual(observation);
        expect(JSON.stringify(observation).length).toBeLessThan(LIMITS.messageBytesMax / 2);
      }
    }
  }
});

function line(significance: number, told: Partial<FeedLine> = {}): FeedLine {
  return {
    kind: "city",
    event: "city_spent",
    significance,
    agent: ADA,
    other: 4,
    building: 9,
    neighborhood: 0,
    xCm: 150,
    zCm: 201,
    ...told,
  };
}

test("[LF-12] the feed tells everything of weight and one lesser line a tick, in the order it happened", () => {
  const lines = [20, 80, 25, 40, 20].map((significance, index) => line(significance, { cents: index }));
  expect(significantLines(lines).map(({ cents }) => cents)).toEqual([1, 2, 3]);
  expect(significantLines(Array.from({ length: 200 }, () => line(90))).length).toBe(
    LIMITS.feedEntriesPerTickMax,
  );
});

test("[LF-13] a line has its facts and their English sentence, and nobody can speak a placeholder", () => {
  const plan = hamletPlan();
  const source = { plan, world: 1, district: 2, tick: 8, names };
  const said = toFeedEntry(source, line(80, { event: "said", words: "Hi {other}, {place}!" }), 3);
  expect(said.text).toBe("Outsider 0: “Hi {other}, {place}!”");
  expect(said).toMatchObject({
    district: "dst_1000002",
    agent: agentId(ADA),
    point: { x: 1.5, z: 2.01 },
    seq: 3,
    facts: { event: "said", words: "Hi {other}, {place}!" },
  });
  const paid = toFeedEntry(source, line(70, { event: "paid", cents: 1_205 }), 4);
  expect(paid.text).toBe(`Outsider 0 paid ${residentName(7, 4)} 12.05 credits.`);
  expect(paid.facts).toEqual({
    event: "paid",
    other: residentName(7, 4),
    place: streetAddressOf(plan, 9),
    cents: 1_205,
  });
  const outside = toFeedEntry(source, line(20, { event: "met_outdoors", building: -1, other: -1 }), 5);
  expect(outside.text).toBe(`Outsider 0 and someone met in ${plan.neighborhoods[0]?.name}.`);
  const lot = plan.parcels.building.indexOf(NO_BUILDING);
  const claimed = toFeedEntry(source, line(85, { event: "claimed", building: -1, parcel: lot }), 6);
  expect(claimed.text).toBe(`Outsider 0 claimed ${lotAddressOf(plan, lot)}.`);
  const nobody = toFeedEntry(source, line(60, { agent: -1, neighborhood: -1, cents: 100 }), 0);
  expect(nobody).toMatchObject({ agent: null, agentName: null, neighborhood: null, point: null });
  expect(nobody.text).toBe("City Hall spent 1.00 credits on the city's workplaces this morning.");
});
