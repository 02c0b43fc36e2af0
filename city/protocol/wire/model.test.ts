import { describe, expect, it } from "vitest";
import { gridPlace } from "#tests/util/grid-place.ts";
import { Draws } from "#tests/util/seed.ts";
import { TICK_MS, tickEvents } from "#tests/util/wire-traffic.ts";
import type { LegEvent, WireEvent } from "../wire-types.ts";
import { decodeFrame, encodeFrame } from "./codec.ts";
import { legPath } from "./legs.ts";
import { NeighborhoodModel } from "./model.ts";

const place = gridPlace(7, 5);
const modelOf = (events: readonly WireEvent[]): NeighborhoodModel => {
  const model = new NeighborhoodModel();
  for (const event of events) model.apply(event);
  return model;
};
const pass = (model: NeighborhoodModel, events: readonly WireEvent[], tick: number): void => {
  for (const event of events) model.apply(event);
  model.expire(tick * TICK_MS);
};
const kindsAt = (events: readonly WireEvent[], nowMs: number): string[] => {
  const model = modelOf(events);
  model.expire(nowMs);
  return model.toEvents().map((event) => event.kind);
};

const leg = (startMs: number, endMs: number, then: LegEvent["then"]): LegEvent => {
  const shape = { fromBuilding: 701, nodes: [1000, 1001], toBuilding: -1, startMs, endMs, then };
  return { kind: "leg", neighborhood: 7, agent: 5, mode: "foot", ...shape };
};
const cancel = (atMs: number): WireEvent => ({ kind: "cancel", neighborhood: 7, agent: 5, atMs });

describe("NeighborhoodModel", () => {
  it("[WR-7] a keyframe at any tick and the deltas after it equal all deltas from the start", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const draws = new Draws(seed);
      const early = new NeighborhoodModel();
      const late: NeighborhoodModel[] = [];
      for (let tick = 0; tick < 30; tick++) {
        const events = tickEvents(draws, place, tick, 25);
        for (const model of [early, ...late]) pass(model, events, tick);
        for (const model of late)
          expect(model.toEvents(), `seed ${seed}, tick ${tick}`).toEqual(early.toEvents());
        if (tick % 5 === 0) late.push(modelOf(early.toEvents()));
      }
    }
  });

  it("[WR-7] the same holds through the codec", () => {
    const early = modelOf(tickEvents(new Draws(77), place, 3, 500));
    early.expire(3 * TICK_MS);
    const head = { kind: "keyframe", neighborhood: 7, generation: 1, tick: 3, previousTick: 3 } as const;
    const events = encodeFrame(head, early.toEvents(), place).flatMap(
      (page) => decodeFrame(page, place).events,
    );
    expect(encodeFrame(head, early.toEvents(), place).length).toBe(1);
    expect(modelOf(events).toEvents()).toEqual(events);
    expect(events.length).toBe(early.toEvents().length);
  });

  it("[WR-8] a leg that ends leaves a body where it says it stays, and none otherwise", () => {
    expect(kindsAt([leg(0, 10, "stay")], 10)).toEqual(["stand"]);
    expect(kindsAt([leg(0, 10, "inside")], 10)).toEqual([]);
    expect(kindsAt([leg(0, 10, "onward")], 10)).toEqual([]);
    expect(kindsAt([leg(0, 10, "onward"), leg(10, 20, "inside")], 12)).toEqual(["leg"]);
  });

  it("[WR-8] a cancelled body stands where it was, until it is announced again", () => {
    expect(kindsAt([leg(0, 10, "inside"), cancel(4)], 50)).toEqual(["leg", "cancel"]);
    expect(kindsAt([leg(0, 10, "onward"), leg(10, 20, "inside"), cancel(10)], 50)).toEqual(["leg", "cancel"]);
    expect(kindsAt([leg(5, 10, "inside"), cancel(5)], 50)).toEqual(["stand"]);
    expect(kindsAt([leg(5, 10, "inside"), cancel(2)], 50)).toEqual([]);
    expect(kindsAt([leg(0, 10, "inside"), cancel(4), leg(4, 30, "inside")], 6)).toEqual(["leg"]);
  });

  it("[WR-8] a body seen standing until it goes, and its name as long as it is here", () => {
    const stand: WireEvent = {
      kind: "stand",
      neighborhood: 7,
      agent: 5,
      node: 1000,
      building: -1,
      sinceMs: 0,
    };
    const name: WireEvent = { kind: "name", neighborhood: 7, agent: 5, name: "Ada" };
    const gone: WireEvent = { kind: "gone", neighborhood: 7, agent: 5, atMs: 8 };
    expect(kindsAt([name, stand, gone], 7)).toEqual(["name", "stand", "gone"]);
    expect(kindsAt([name, stand, gone], 8)).toEqual([]);
  });
});

describe("deeds", () => {
  const deed = {
    kind: "deed",
    neighborhood: 7,
    parcel: 3,
    building: -1,
    owner: 9,
    colour: -1,
    use: -1,
    title: "",
    sign: "",
  } as const;

  it("[WR-10] stay known until the parcel is as it was planned, whatever time it is", () => {
    const model = modelOf([deed]);
    model.expire(1e12);
    expect(model.toEvents()).toEqual([deed]);
    model.apply({ ...deed, title: "House" });
    expect(model.toEvents()).toEqual([{ ...deed, title: "House" }]);
    model.apply({ ...deed, owner: -1 });
    expect(model.toEvents()).toEqual([]);
  });

  it("[WR-10] are told once: what is known needs no telling", () => {
    const model = modelOf([deed]);
    expect(model.knowsDeed(deed)).toBe(true);
    expect(model.knowsDeed({ ...deed, colour: 5 })).toBe(false);
    expect(model.knowsDeed({ ...deed, parcel: 4, owner: -1 })).toBe(true);
  });
});

describe("legPath", () => {
  it("[WR-9] runs from door over nodes to door, in cm", () => {
    const path = legPath({ fromBuilding: 2, nodes: [0, 1], toBuilding: 3 }, place);
    const [x, z] = [place.nodeXCm, place.nodeZCm];
    expect([...path]).toEqual([20, 40, x[0], z[0], x[1], z[1], 30, 60]);
  });
});
