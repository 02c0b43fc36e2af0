import { beforeAll, describe, expect, it } from "vitest";
import { decodeIndex, decodeNeighborhood, encodePlan } from "#city/plan/codec.ts";
import { generatePlan } from "#city/plan/generate.ts";
import type { NeighborhoodPlan } from "#city/plan/types.ts";
import { localEvent } from "#tests/util/local-event.ts";
import { Draws } from "#tests/util/seed.ts";
import { tickEvents, walk } from "#tests/util/wire-traffic.ts";
import { distance } from "../../geometry/integer.ts";
import { LIMITS } from "../../limits.ts";
import { CM_PER_S, travelMs } from "../../world/travel.ts";
import type { LegEvent } from "../wire-types.ts";
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

  it("[WR-2] a stretch that crosses a neighborhood at the city's pace costs at most 8 bytes", () => {
    const draws = new Draws(3);
    let bytes = 0;
    let legs = 0;
    for (const place of places) {
      const events = Array.from({ length: 200 }, (_, i) => crossing(draws, place, i * 80));
      const head = {
        kind: "delta",
        neighborhood: place.index,
        generation: 1,
        tick: 9,
        previousTick: 8,
      } as const;
      const pages = encodeFrame(head, events, place);
      const local = events.map((event) => localEvent(event, place));
      expect(pages.flatMap((page) => decodeFrame(page, place).events)).toEqual(local);
      bytes += pages.reduce((sum, page) => sum + page.length, 0);
      legs += events.length;
    }
    process.stdout.write(`wire: ${(bytes / legs).toFixed(2)} bytes a stretch at the city's pace\n`);
    expect(bytes / legs).toBeLessThanOrEqual(8);
  });
});

const PACE_DIVISOR = 4;

/** A leg from somewhere to the first street node of another neighborhood, a cut trip's ms more or less included. */
function crossing(draws: Draws, place: NeighborhoodPlan, agent: number): LegEvent {
  let nodes: number[] = [];
  const isGhost = (node: number): boolean => place.nodeGlobal.indexOf(node) >= place.nodeCount;
  while (nodes.length < 2 || nodes.length > LIMITS.legVerticesMax || !isGhost(nodes.at(-1) ?? -1))
    nodes = walk(draws, place, LIMITS.legVerticesMax);
  const mode = draws.pick(["foot", "car"] as const);
  const local = nodes.map((node) => place.nodeGlobal.indexOf(node));
  let lengthCm = 0;
  for (const [i, node] of local.entries())
    lengthCm += i === 0 ? 0 : distanceCm(place, local[i - 1] ?? 0, node);
  const startMs = 540_000 + draws.below(120_000);
  const endMs = startMs + travelMs(lengthCm, CM_PER_S[mode], PACE_DIVISOR) + draws.below(3) - 1;
  const ends = { fromBuilding: -1, toBuilding: -1 };
  return {
    kind: "leg",
    neighborhood: place.index,
    agent,
    mode,
    ...ends,
    nodes,
    startMs,
    endMs,
    // biome-ignore lint/suspicious/noThenProperty: the wire names what follows a leg `then`; it is never a function.
    then: "onward",
  };
}

function distanceCm({ nodeXCm, nodeZCm }: NeighborhoodPlan, a: number, b: number): number {
  return distance(nodeXCm[a] ?? 0, nodeZCm[a] ?? 0, nodeXCm[b] ?? 0, nodeZCm[b] ?? 0);
}
