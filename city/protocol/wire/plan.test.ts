import { beforeAll, describe, expect, it } from "vitest";
import { decodeIndex, decodeNeighborhood, encodePlan } from "#city/plan/codec.ts";
import { generatePlan } from "#city/plan/generate.ts";
import type { NeighborhoodPlan } from "#city/plan/types.ts";
import { localEvent } from "#tests/util/local-event.ts";
import { Draws } from "#tests/util/seed.ts";
import { tickEvents } from "#tests/util/wire-traffic.ts";
import { decodeFrame, encodeFrame } from "./codec.ts";
import { orderOf } from "./events.ts";

describe("wire frames over a generated hamlet", () => {
  let places: NeighborhoodPlan[];
  beforeAll(() => {
    const { index, neighborhoods } = encodePlan(generatePlan({ seed: "wire", buildings: 200 }));
    const plan = decodeIndex(index);
    places = neighborhoods.map((bytes, i) => decodeNeighborhood(plan, i, bytes));
  });

  it("[WR-1] decode to the events they were made of, whatever the streets are like", () => {
    let bytes = 0;
    let legs = 0;
    for (let seed = 1; seed <= 40; seed++) {
      for (const place of places) {
        const events = tickEvents(new Draws(seed), place, seed, 40);
        const head = {
          kind: "delta",
          neighborhood: place.index,
          generation: 1,
          tick: seed,
          previousTick: seed - 1,
        } as const;
        const pages = encodeFrame(head, events, place);
        const local = events.map((event) => localEvent(event, place)).sort((a, b) => orderOf(a) - orderOf(b));
        expect(
          pages.flatMap((page) => decodeFrame(page, place).events),
          `seed ${seed}, neighborhood ${place.index}`,
        ).toEqual(local);
        const onlyLegs = events.filter((event) => event.kind === "leg");
        bytes += encodeFrame(head, onlyLegs, place).reduce((sum, page) => sum + page.length, 0);
        legs += onlyLegs.length;
      }
    }
    process.stdout.write(
      `wire: ${(bytes / legs).toFixed(2)} bytes a leg over ${places.length} neighborhoods\n`,
    );
    expect(bytes / legs).toBeLessThan(13);
  });
});
