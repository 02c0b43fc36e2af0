import { describe, expect, test } from "vitest";
import { NO_BUILDING } from "#city/plan/types.ts";
import { GOODS_CENTS, MEAL_CENTS, taxCents, WAGE_TAX_PER_MILLE, wageCents } from "#city/world/economy.ts";
import { ADA, agentId, BEN, buildingId, parcelId, TwoOutsiders } from "#tests/util/two-outsiders.ts";
import { activityOf } from "../activity.ts";
import { availableActions } from "../available.ts";
import { perceive } from "../perception.ts";
import { AT_DOOR, AT_NODE, INSIDE, ON_TRIP } from "../state.ts";
import { wayOf } from "../trip-shape.ts";

/** A resident of the town who is at home and asleep or not, and one of another district. */
function residentIn(town: TwoOutsiders, here: boolean): number {
  for (let agent = 0; agent < town.ctx.genesis.population; agent++) {
    if (town.state.slotOf.has(agent) === here) return agent;
  }
  throw new Error("no such resident");
}

describe("move_to", () => {
  test("[AC-1] goes to a building's door, and tells when it arrives", () => {
    const town = new TwoOutsiders();
    const shop = town.building("shop", 3);
    const outcome = town.act(ADA, "move_to", { building: buildingId(shop) });
    expect(outcome.status).toBe("applied");
    const arrivesAtMs = Number(outcome.effects.arrives_at_ms);
    while (town.ctx.genesis.startOfDayMs + town.city.tick * 60_000 < arrivesAtMs) town.step();
    const slot = town.slot(ADA);
    expect(town.state.bodies.placeKind[slot]).toBe(AT_DOOR);
    expect(town.state.bodies.placeIndex[slot]).toBe(shop);
    expect(activityOf(town.state, slot)).toBe("idle");
  });

  test("[AC-1] takes parcels with and without a building, agents and points", () => {
    const town = new TwoOutsiders();
    const { parcels, graph } = town.ctx.plan;
    const slot = town.slot(ADA);
    const empty = 7;
    parcels.building[empty] = NO_BUILDING;
    expect(town.act(ADA, "move_to", { parcel: parcelId(empty) }).code).toBe("applied");
    expect(town.state.bodies.tripTo[slot]).toBe(-1);
    const built = parcels.building.indexOf(town.building("food"));
    expect(town.act(ADA, "move_to", { parcel: parcelId(built) }).code).toBe("applied");
    town.putAtDoor(BEN, town.building("leisure"));
    expect(town.act(ADA, "move_to", { agent: agentId(BEN) }).code).toBe("applied");
    const node = wayOf(town.state, slot).nodes.at(-1) ?? 0;
    const point = { x: (graph.nodeXCm[node] ?? 0) / 100, z: (graph.nodeZCm[node] ?? 0) / 100 };
    const fresh = new TwoOutsiders();
    fresh.putAtDoor(ADA, fresh.building("office"));
    expect(fresh.act(ADA, "move_to", { point }).code).toBe("applied");
    expect(wayOf(fresh.state, fresh.slot(ADA)).nodes.at(-1)).toBe(node);
  });

  test("[AC-2] turns round on the way", () => {
    const town = new TwoOutsiders();
    const slot = town.slot(ADA);
    town.act(ADA, "move_to", { building: buildingId(town.building("shop", 20)) });
    expect(town.state.bodies.placeKind[slot]).toBe(ON_TRIP);
    const home = town.state.bodies.home[slot] ?? -1;
    expect(town.act(ADA, "move_to", { building: buildingId(home) }).code).toBe("applied");
    town.step(180);
    expect(town.state.bodies.placeIndex[slot]).toBe(home);
  });

  test("[AC-3] refuses what there is no way to", () => {
    const town = new TwoOutsiders();
    const { plan } = town.ctx;
    const home = town.building("home");
    const code = (parameters: Parameters<typeof town.act<"move_to">>[2]): string =>
      town.act(ADA, "move_to", parameters).code;
    expect(code({ building: buildingId(home) })).toBe("already_there");
    expect(code({ building: buildingId(plan.buildings.count) })).toBe("unknown_building");
    expect(code({ building: `bld_2${buildingId(home).slice(5)}` })).toBe("unknown_building");
    expect(code({ parcel: parcelId(plan.parcels.count) })).toBe("unknown_parcel");
    expect(code({ agent: agentId(town.ctx.genesis.population) })).toBe("unknown_agent");
    expect(code({ agent: agentId(residentIn(town, false)) })).toBe("too_far");
    expect(code({ agent: agentId(ADA) })).toBe("bad_target");
    expect(code({ point: { x: 1e9, z: 0 } })).toBe("bad_target");
    expect(code({})).toBe("bad_target");
  });

  test("[AC-3] refuses where no street leads", () => {
    const town = new TwoOutsiders();
    const routes = { ...town.ctx.routes, way: () => null };
    Object.defineProperty(town.city.ctx, "routes", { value: routes });
    expect(town.act(ADA, "move_to", { building: buildingId(town.building("leisure", 2)) }).code).toBe(
      "no_route",
    );
  });
});

describe("enter and leave", () => {
  test("[AC-4] goes through the door it stands at, both ways", () => {
    const town = new TwoOutsiders();
    const food = town.building("food");
    town.putAtDoor(ADA, food);
    expect(town.act(ADA, "enter", {}).code).toBe("applied");
    expect(town.state.bodies.placeKind[town.slot(ADA)]).toBe(INSIDE);
    expect(town.output.feed.some((line) => line.agent === ADA && line.significance === 50)).toBe(true);
    expect(town.act(ADA, "enter", { building: buildingId(food) }).code).toBe("already_there");
    expect(town.act(ADA, "leave", {}).code).toBe("applied");
    expect(town.state.bodies.placeKind[town.slot(ADA)]).toBe(AT_DOOR);
    expect(town.output.events).toContainEqual(
      expect.objectContaining({ kind: "stand", agent: ADA, building: food }),
    );
    expect(town.act(ADA, "leave", {}).code).toBe("not_inside");
  });

  test("[AC-4] refuses a building elsewhere, closed, full or unknown", () => {
    const town = new TwoOutsiders({ startOfDayMs: 3 * 3_600_000 });
    const food = town.building("food");
    town.putAtDoor(ADA, food);
    expect(town.act(ADA, "enter", { building: buildingId(town.building("shop")) }).code).toBe("not_here");
    expect(town.act(ADA, "enter", { building: buildingId(999_999) }).code).toBe("unknown_building");
    expect(town.act(ADA, "enter", {}).code).toBe("closed");
    const day = new TwoOutsiders();
    day.putAtDoor(ADA, food);
    day.state.insideCount[day.ctx.places.localOf[food] ?? 0] = 10_000;
    expect(day.act(ADA, "enter", {}).code).toBe("full");
  });
});

describe("say and whisper", () => {
  test("[AC-5] is heard near by in the open and shown above the head", () => {
    const town = new TwoOutsiders();
    town.putAtDoor(ADA, town.building("leisure"));
    town.putAtDoor(BEN, town.building("leisure"));
    const text = "Has {other} seen my hat?";
    expect(town.act(ADA, "say", { text })).toMatchObject({ code: "applied", effects: { heard_by: 1 } });
    expect(town.output.heard).toContainEqual({ hearer: BEN, from: ADA, kind: "say", text });
    expect(town.output.events).toContainEqual(expect.objectContaining({ kind: "speech", agent: ADA, text }));
    const line = town.output.feed.find((entry) => entry.kind === "speech");
    expect(line).toMatchObject({ event: "said", significance: 80, agent: ADA, words: text });
  });

  test("[AC-5] indoors it is heard by those in the building and shown to nobody", () => {
    const town = new TwoOutsiders();
    town.putInside(ADA, town.building("leisure"));
    town.putInside(BEN, town.building("leisure"));
    town.act(ADA, "say", { text: "Hush" });
    expect(town.output.heard).toContainEqual({ hearer: BEN, from: ADA, kind: "say", text: "Hush" });
    expect(town.output.events.some((event) => event.kind === "speech" && event.agent === ADA)).toBe(false);
    town.putAtDoor(BEN, town.building("leisure"));
    expect(town.act(ADA, "say", { text: "Hush" }).effects).toEqual({ heard_by: 0 });
  });

  test("[AC-6] a whisper reaches one agent close by and nobody else", () => {
    const town = new TwoOutsiders();
    const whisper = { to: agentId(BEN), text: "psst" };
    town.putInside(ADA, town.building("leisure"));
    town.putInside(BEN, town.building("leisure"));
    expect(town.act(ADA, "whisper", whisper).code).toBe("applied");
    expect(town.output.heard).toContainEqual({ hearer: BEN, from: ADA, kind: "whisper", text: "psst" });
    expect(town.output.feed.some((line) => line.words?.includes("psst"))).toBe(false);
    town.putAtDoor(BEN, town.building("leisure", 1));
    town.putAtDoor(ADA, town.building("leisure"));
    expect(town.act(ADA, "whisper", whisper).code).toBe("too_far");
    expect(town.act(ADA, "whisper", { ...whisper, to: agentId(ADA) }).code).toBe("bad_target");
    expect(town.act(ADA, "whisper", { ...whisper, to: agentId(5_000_000) }).code).toBe("unknown_agent");
  });
});

describe("work", () => {
  test("[AC-7] an hour's wage, less tax, comes out of the till at the end of the hour", () => {
    const town = new TwoOutsiders();
    const office = town.building("office");
    town.putInside(ADA, office);
    const before = town.state.bodies.purseCents[town.slot(ADA)] ?? 0;
    expect(town.act(ADA, "work", {}).code).toBe("applied");
    expect(activityOf(town.state, town.slot(ADA))).toBe("working");
    expect(town.state.bodies.purseCents[town.slot(ADA)]).toBe(before);
    town.step(61);
    const wage = wageCents("office");
    expect(town.state.bodies.purseCents[town.slot(ADA)]).toBe(
      before + wage - taxCents(wage, WAGE_TAX_PER_MILLE),
    );
    expect(activityOf(town.state, town.slot(ADA))).toBe("idle");
  });

  test("[AC-7] whoever goes off early is paid for the minutes worked", () => {
    const town = new TwoOutsiders();
    town.putInside(ADA, town.building("office"));
    const before = town.state.bodies.purseCents[town.slot(ADA)] ?? 0;
    town.act(ADA, "work", {});
    town.step(29);
    expect(town.act(ADA, "move_to", { building: buildingId(town.building("food")) }).code).toBe("applied");
    const half = Math.floor(wageCents("office") / 2);
    expect(town.state.bodies.purseCents[town.slot(ADA)]).toBe(
      before + half - taxCents(half, WAGE_TAX_PER_MILLE),
    );
  });

  test("[AC-7] refuses outdoors, without jobs, closed, exhausted or at work already", () => {
    const town = new TwoOutsiders({ startOfDayMs: 22 * 3_600_000 });
    town.putAtDoor(ADA, town.building("office"));
    expect(town.act(ADA, "work", {}).code).toBe("not_inside");
    town.putInside(ADA, town.building("home"));
    expect(town.act(ADA, "work", {}).code).toBe("no_job_here");
    town.putInside(ADA, town.building("office"));
    expect(town.act(ADA, "work", {}).code).toBe("closed");
    town.putInside(ADA, town.building("food"));
    town.set(ADA, "energy", 0);
    expect(town.act(ADA, "work", {}).code).toBe("too_tired");
    town.set(ADA, "energy", 90_000);
    expect(town.act(ADA, "work", {}).code).toBe("applied");
    for (const kind of ["work", "rest", "eat", "leave", "enter"] as const)
      expect(town.act(ADA, kind, {}).code).toBe("busy");
  });
});

describe("rest, eat, buy", () => {
  test("[AC-8] rest gives energy, at home twice as much", () => {
    const gain = (atHome: boolean): number => {
      const town = new TwoOutsiders();
      if (!atHome) town.putInside(ADA, town.building("leisure"));
      town.set(ADA, "energy", 10_000);
      expect(town.act(ADA, "rest", {}).code).toBe("applied");
      town.step(60);
      return perceive(town.ctx, town.state, ADA)?.self.energy ?? 0;
    };
    const away = gain(false);
    expect(away).toBeGreaterThan(10);
    expect(gain(true) - 10).toBeGreaterThanOrEqual(2 * (away - 10) - 1);
    expect(new TwoOutsiders().act(ADA, "rest", {}).code).toBe("not_tired");
  });

  test("[AC-9] eats a carried meal first, then buys one where food is sold", () => {
    const town = new TwoOutsiders();
    const food = town.building("food");
    town.putInside(ADA, food);
    expect(town.act(ADA, "eat", {}).code).toBe("not_hungry");
    town.set(ADA, "satiety", 20_000);
    town.set(ADA, "meals", 1);
    expect(town.act(ADA, "eat", {})).toMatchObject({ code: "applied", effects: { cost_cents: 0 } });
    expect(town.state.bodies.meals[town.slot(ADA)]).toBe(0);
    town.step(20);
    town.set(ADA, "satiety", 20_000);
    expect(town.act(ADA, "eat", {})).toMatchObject({ code: "applied", effects: { cost_cents: MEAL_CENTS } });
    expect(town.output.ledger).toContainEqual(
      expect.objectContaining({ account: ADA, amountCents: -MEAL_CENTS, cause: "meal", counterparty: food }),
    );
    expect(perceive(town.ctx, town.state, ADA)?.self.satiety).toBe(79);
  });

  test("[AC-9] refuses to eat where there is nothing to eat", () => {
    const town = new TwoOutsiders({ startOfDayMs: 2 * 3_600_000 });
    town.set(ADA, "satiety", 20_000);
    expect(town.act(ADA, "eat", {}).code).toBe("nothing_sold_here");
    town.putAtDoor(ADA, town.building("food"));
    expect(town.act(ADA, "eat", {}).code).toBe("not_inside");
    town.putInside(ADA, town.building("food"));
    expect(town.act(ADA, "eat", {}).code).toBe("closed");
    const day = new TwoOutsiders();
    day.putInside(ADA, day.building("food"));
    day.set(ADA, "satiety", 20_000);
    day.act(ADA, "pay", { to: agentId(BEN), amount_cents: 1 });
    const slot = day.slot(ADA);
    const local = day.ctx.places.localOf[day.building("food")] ?? 0;
    // The money goes into the till, so that the sum stays what it was.
    day.state.buildings.tillCents[local] =
      (day.state.buildings.tillCents[local] ?? 0) + (day.state.bodies.purseCents[slot] ?? 0);
    day.state.bodies.purseCents[slot] = 0;
    expect(day.act(ADA, "eat", {}).code).toBe("insufficient_funds");
    expect(day.act(ADA, "buy", { item: "meal" }).code).toBe("insufficient_funds");
  });

  test("[AC-10] buys goods in a shop and meals where food is sold", () => {
    const town = new TwoOutsiders();
    town.putInside(ADA, town.building("shop"));
    expect(town.act(ADA, "buy", { item: "goods" })).toMatchObject({
      code: "applied",
      effects: { cost_cents: GOODS_CENTS },
    });
    expect(town.state.bodies.goods[town.slot(ADA)]).toBe(1);
    expect(town.act(ADA, "buy", { item: "meal" }).code).toBe("nothing_sold_here");
    town.set(ADA, "goods", 99);
    expect(town.act(ADA, "buy", { item: "goods" }).code).toBe("full");
    town.putAtDoor(ADA, town.building("shop"));
    expect(town.act(ADA, "buy", { item: "goods" }).code).toBe("not_inside");
    const night = new TwoOutsiders({ startOfDayMs: 3 * 3_600_000 });
    night.putInside(ADA, night.building("shop"));
    expect(night.act(ADA, "buy", { item: "goods" }).code).toBe("closed");
  });
});

describe("pay, wait, look", () => {
  test("[AC-11] pays outside agents and residents who are near", () => {
    const town = new TwoOutsiders();
    const code = (to: number, amount_cents: number): string =>
      town.act(ADA, "pay", { to: agentId(to), amount_cents }).code;
    const civic = town.building("leisure");
    town.putInside(ADA, civic);
    town.putInside(BEN, civic);
    const before = town.state.bodies.purseCents[town.slot(BEN)] ?? 0;
    expect(code(BEN, 1_234)).toBe("applied");
    expect(town.state.bodies.purseCents[town.slot(BEN)]).toBe(before + 1_234);
    expect(town.output.heard).toContainEqual({
      hearer: BEN,
      from: ADA,
      kind: "payment",
      text: "Paid you 12.34 credits.",
    });
    expect(town.output.feed).toContainEqual(
      expect.objectContaining({ event: "paid", significance: 70, other: BEN, cents: 1_234 }),
    );
    const resident = residentIn(town, true);
    town.putInside(resident, civic);
    expect(code(resident, 500)).toBe("applied");
    expect(code(BEN, 10_000_000)).toBe("insufficient_funds");
    expect(code(BEN, 0.5)).toBe("bad_amount");
    expect(code(ADA, 5)).toBe("bad_target");
    expect(code(7_000_000, 5)).toBe("unknown_agent");
    expect(code(residentIn(town, false), 5)).toBe("too_far");
    town.putAtDoor(BEN, town.building("leisure", 1));
    expect(code(BEN, 5)).toBe("too_far");
  });

  test("[AC-12] waits until told otherwise, and looks around", () => {
    const town = new TwoOutsiders();
    expect(town.act(ADA, "wait", { minutes: 30 }).code).toBe("applied");
    expect(activityOf(town.state, town.slot(ADA))).toBe("waiting");
    expect(town.act(ADA, "leave", {}).code).toBe("applied");
    expect(town.act(ADA, "look", {}).code).toBe("applied");
    town.act(ADA, "wait", { minutes: 2 });
    town.step(3);
    expect(activityOf(town.state, town.slot(ADA))).toBe("idle");
  });
});

describe("all kinds", () => {
  test("[AC-2] on the way only move_to and the mouth work", () => {
    const town = new TwoOutsiders();
    town.act(ADA, "move_to", { building: buildingId(town.building("shop", 20)) });
    const empty = ["enter", "leave", "work", "rest", "eat"] as const;
    for (const kind of empty) expect(town.act(ADA, kind, {}).code).toBe("on_the_way");
    expect(town.act(ADA, "buy", { item: "meal" }).code).toBe("on_the_way");
    expect(town.act(ADA, "pay", { to: agentId(BEN), amount_cents: 1 }).code).toBe("on_the_way");
    expect(town.act(ADA, "wait", { minutes: 1 }).code).toBe("on_the_way");
    expect(town.act(ADA, "say", { text: "Out of my way!" }).code).toBe("applied");
    expect(town.act(ADA, "look", {}).code).toBe("applied");
    expect(availableActions(town.ctx, town.state, ADA).map((a) => a.kind)).toEqual([
      "move_to",
      "say",
      "whisper",
      "look",
    ]);
  });

  test("[AC-13] one body action and two utterances a tick, first come first served", () => {
    const town = new TwoOutsiders();
    for (const text of ["one", "two", "three"]) town.queue(ADA, "say", { text });
    town.queue(ADA, "look", {});
    town.queue(ADA, "look", {});
    town.step();
    expect(town.output.results.map((result) => result.code)).toEqual([
      "applied",
      "applied",
      "rate_limited",
      "applied",
      "rate_limited",
    ]);
  });

  test("[AC-14] whatever is offered as available is applied when taken at once", () => {
    for (const use of ["home", "food", "shop", "office", "leisure"] as const) {
      for (const offered of ["enter", "leave", "work", "rest", "eat"] as const) {
        const fresh = new TwoOutsiders();
        fresh.set(ADA, "energy", 50_000);
        fresh.set(ADA, "satiety", 50_000);
        if (offered === "enter") fresh.putAtDoor(ADA, fresh.building(use));
        else fresh.putInside(ADA, fresh.building(use));
        const kinds = availableActions(fresh.ctx, fresh.state, ADA).map((action) => action.kind);
        const code = fresh.act(ADA, offered, {}).code;
        expect(`${use} ${offered} ${code === "applied"}`).toBe(
          `${use} ${offered} ${kinds.includes(offered)}`,
        );
      }
    }
  });

  test("[AC-15] who is exhausted rests where it stands, and goes on living", () => {
    const town = new TwoOutsiders();
    town.putAtDoor(ADA, town.building("leisure"));
    town.act(ADA, "look", {});
    town.set(ADA, "energy", 1_000);
    town.act(ADA, "wait", { minutes: 1 });
    town.step(40);
    const slot = town.slot(ADA);
    expect(activityOf(town.state, slot)).toBe("resting");
    expect([AT_DOOR, AT_NODE]).toContain(town.state.bodies.placeKind[slot]);
    town.step(40);
    expect(perceive(town.ctx, town.state, ADA)?.self.energy).toBeGreaterThan(0);
    expect(town.act(ADA, "move_to", { building: buildingId(town.building("home")) }).code).toBe("applied");
  });
});
