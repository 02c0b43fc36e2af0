// biome-ignore-all lint/suspicious/noThenProperty: the wire names what follows a leg `then`; it is never a function.
import { describe, expect, it } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { gridPlace } from "#tests/util/grid-place.ts";
import { localEvent } from "#tests/util/local-event.ts";
import { Draws } from "#tests/util/seed.ts";
import { TICK_MS, tickEvents, walk } from "#tests/util/wire-traffic.ts";
import type { LegEvent, WireEvent } from "../wire-types.ts";
import { decodeFrame, encodeFrame } from "./codec.ts";
import { orderOf } from "./events.ts";
import { joinFrames, readHead, splitFrames } from "./frame.ts";
import type { LocalWireEvent } from "./local.ts";

const place = gridPlace(7, 5);
const delta = (tick: number) =>
  ({ kind: "delta", neighborhood: 7, generation: 3, tick, previousTick: tick - 1 }) as const;

const byAgent = (events: readonly WireEvent[]): LocalWireEvent[] =>
  events.map((event) => localEvent(event, place)).sort((a, b) => orderOf(a) - orderOf(b));

const decodeAll = (pages: readonly Uint8Array[]) => pages.flatMap((page) => decodeFrame(page, place).events);

describe("wire frames", () => {
  it("[WR-1] decode to the events they were made of, per agent in order", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const events = tickEvents(new Draws(seed), place, seed, 1 + (seed % 60));
      const pages = encodeFrame(delta(seed), events, place);
      expect(decodeAll(pages), `seed ${seed}`).toEqual(byAgent(events));
    }
  });

  it("[WR-1] carry routes over ghosts, U-turns, empty stretches and stretches at the vertex limit", () => {
    const [ghost, rim] = [place.nodeGlobal[place.nodeCount] ?? 0, place.nodeGlobal[0] ?? 0];
    const base = { kind: "leg", neighborhood: 7, mode: "foot", startMs: 5, endMs: 9 } as const;
    const leg = (agent: number, nodes: number[], door = -1): LegEvent => {
      return { ...base, agent, nodes, fromBuilding: door, toBuilding: door, then: "stay" };
    };
    const odd = [
      leg(1, [ghost, rim, rim + 1]),
      leg(2, [rim, ghost]),
      leg(3, [rim, rim + 1, rim, rim + 1, rim]),
      leg(4, [], place.buildingBase),
      leg(
        5,
        Array.from({ length: LIMITS.legVerticesMax }, (_, i) => rim + (i % 2)),
      ),
      leg(6, [rim + 3, rim + 24, ghost + 1, rim]),
    ];
    expect(decodeAll(encodeFrame(delta(1), odd, place))).toEqual(byAgent(odd));
  });

  it("[WR-2] a stretch of a few streets costs at most 13 bytes", () => {
    const draws = new Draws(42);
    const legs: LegEvent[] = Array.from({ length: 400 }, () => {
      const startMs = 9 * TICK_MS + draws.below(TICK_MS);
      const [agent, nodes] = [draws.below(20_000), walk(draws, place, 3)];
      const span = { startMs, endMs: startMs + 60_000 + draws.below(200_000) };
      return {
        kind: "leg",
        neighborhood: 7,
        agent,
        mode: "foot",
        fromBuilding: -1,
        nodes,
        toBuilding: -1,
        ...span,
        then: "onward",
      };
    });
    const [page] = encodeFrame(delta(9), legs, place);
    const bytesPerLeg = (page?.length ?? 0) / legs.length;
    process.stdout.write(`wire: ${bytesPerLeg.toFixed(2)} bytes a leg of 3 streets\n`);
    expect(bytesPerLeg).toBeLessThanOrEqual(13);
  });

  it("[WR-3] pages stay under the message limit and hold everything", () => {
    const events = tickEvents(new Draws(5), place, 50, 12_000);
    const pages = encodeFrame({ ...delta(50), kind: "keyframe", previousTick: 50 }, events, place);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(LIMITS.messageBytesMax);
    expect(pages.map((page) => readHead(page).page)).toEqual(pages.map((_, i) => i));
    expect(decodeAll(pages)).toEqual(byAgent(events));
  });

  it("[WR-3] an empty frame is one page with its head", () => {
    const pages = encodeFrame(delta(8), [], place);
    expect(pages.map(readHead)).toEqual([{ ...delta(8), page: 0, pages: 1 }]);
    expect(decodeAll(pages)).toEqual([]);
  });

  it("[WR-4] refuse events and places that are not this neighborhood's", () => {
    const foreign: WireEvent = {
      kind: "stand",
      neighborhood: 7,
      agent: 1,
      node: 42,
      building: -1,
      sinceMs: 0,
    };
    expect(() => encodeFrame(delta(1), [foreign], place)).toThrow(RangeError);
    expect(() => encodeFrame(delta(1), [{ ...foreign, neighborhood: 8 }], place)).toThrow(RangeError);
    expect(() =>
      decodeFrame(encodeFrame(delta(1), [], place)[0] ?? new Uint8Array(), gridPlace(8, 5)),
    ).toThrow(RangeError);
  });

  it("[WR-5] joined frames come apart again; a wrong length is refused", () => {
    const frames = [1, 2, 3].flatMap((tick) =>
      encodeFrame(delta(tick), tickEvents(new Draws(tick), place, tick, 40), place),
    );
    const joined = joinFrames(frames);
    expect(splitFrames(joined)).toEqual(frames);
    expect(() => splitFrames(joined.subarray(0, joined.length - 1))).toThrow(RangeError);
    expect(() => splitFrames(Uint8Array.of(0))).toThrow(RangeError);
  });

  it("[WR-6] garbage and damaged frames throw RangeError or decode, and never hang", () => {
    const seed = 20_261;
    const draws = new Draws(seed);
    const [good] = encodeFrame(delta(4), tickEvents(draws, place, 4, 60), place);
    if (good === undefined) throw new Error("no page");
    let refused = 0;
    for (let i = 0; i < 20_000; i++) {
      const bytes =
        i % 2 === 0
          ? damaged(good, draws)
          : Uint8Array.from({ length: draws.below(80) }, () => draws.below(256));
      try {
        if (i % 4 < 2) decodeFrame(bytes, place);
        else splitFrames(bytes);
      } catch (error) {
        expect(error, `seed ${seed}, round ${i}`).toBeInstanceOf(RangeError);
        refused++;
      }
    }
    process.stdout.write(`wire: garbage seed ${seed}, ${refused} of 20000 refused\n`);
    expect(refused).toBeGreaterThan(10_000);
  });
});

function damaged(good: Uint8Array, draws: Draws): Uint8Array {
  const bytes = good.slice(0, draws.chance(30) ? draws.below(good.length) : good.length);
  for (let i = 0; i <= draws.below(4); i++) bytes[draws.below(bytes.length + 1)] = draws.below(256);
  return bytes;
}
