import { describe, expect, it } from "vitest";
import { assertExists } from "../../city/assert.ts";
import { LIMITS } from "../../city/limits.ts";
import { ByteWriter } from "../../city/protocol/wire/bytes.ts";
import { readHead, splitFrames, writeHead } from "../../city/protocol/wire/frame.ts";
import { Audience } from "./audience.ts";
import { type Message, Notice } from "./message.ts";

class Screen {
  readonly got: Uint8Array[] = [];
  readonly told: string[] = [];
  unsent = 0;
  unsentMessages(): number {
    return this.unsent;
  }
  send(message: Message): void {
    if (message.world.length > 0) this.got.push(message.world);
    this.told.push(...message.notices.map(({ event, body }) => `${event} ${String(body)}`));
  }
  get seen(): string[] {
    return this.got
      .flatMap((bytes) => splitFrames(bytes))
      .map((frame) => {
        const { kind, neighborhood, tick } = readHead(frame);
        return `${kind === "delta" ? "d" : "k"}${neighborhood}@${tick}`;
      });
  }
}

function setUp() {
  const asked: number[] = [];
  const audience = new Audience((neighborhood) => asked.push(neighborhood));
  const publish = (
    kind: "keyframe" | "delta",
    neighborhood: number,
    tick: number,
    previousTick = tick - 1,
    bytes = 0,
  ) => {
    const head = {
      kind,
      neighborhood,
      generation: 1,
      tick,
      previousTick: kind === "delta" ? previousTick : 0,
      page: 0,
      pages: 1,
    };
    const writer = new ByteWriter();
    writeHead(writer, head);
    writer.raw(new Uint8Array(Math.max(0, bytes - writer.length)));
    audience.accept(head, writer.slice(0));
  };
  const sit = (...rooms: number[]) => {
    const screen = new Screen();
    const viewer = audience.enter(screen);
    audience.watch(viewer, { rooms: rooms.map((room) => [room, -1]) });
    return { screen, viewer };
  };
  const serve = (nowMs: number) => audience.slots.map((slot) => audience.serve(slot, nowMs));
  return { audience, asked, publish, sit, serve };
}

describe("Audience", () => {
  it("[RL-10, RL-18] viewers get one message a flush, and those of the same place the very same bytes", () => {
    const { publish, sit, serve } = setUp();
    for (const room of [1, 2, 3]) publish("keyframe", room, 5);
    const seats = [sit(1, 2), sit(2, 1), sit(2, 3)];
    serve(0);
    for (const room of [1, 2, 3]) publish("delta", room, 6);
    serve(1);
    const [first, second, third] = seats.map(({ screen }) => screen.got[1]);
    expect(second).toBe(first);
    expect(seats.map(({ screen }) => screen.seen.slice(2))).toEqual([
      ["d1@6", "d2@6"],
      ["d1@6", "d2@6"],
      ["d2@6", "d3@6"],
    ]);
    expect(third).not.toBe(first);
  });

  it("[RL-18] a flush sends nothing to those for whom there is nothing", () => {
    const { audience, publish, sit, serve } = setUp();
    publish("keyframe", 1, 5);
    const { screen, viewer } = sit(1);
    serve(0);
    publish("delta", 2, 6);
    serve(1);
    audience.drop(viewer);
    publish("delta", 1, 6);
    serve(2);
    expect(screen.seen).toEqual(["k1@5"]);
  });

  it("[RL-17] a stalled viewer is sent nothing, then what it missed", () => {
    const { publish, sit, serve } = setUp();
    publish("keyframe", 1, 5);
    const { screen } = sit(1);
    serve(0);
    screen.unsent = 100;
    for (const tick of [6, 7]) {
      publish("delta", 1, tick);
      serve(tick);
    }
    expect(screen.seen).toEqual(["k1@5"]);
    screen.unsent = 0;
    publish("delta", 1, 8);
    serve(8);
    expect([screen.seen, screen.got.length]).toEqual([["k1@5", "d1@6", "d1@7", "d1@8"], 2]);
  });

  it("[RL-13] asks for a keyframe where somebody looks and there is none, and nowhere else", () => {
    const { audience, asked, publish, sit, serve } = setUp();
    publish("delta", 1, 6);
    publish("delta", 2, 6);
    serve(0);
    expect(asked).toEqual([]);
    const { viewer } = sit(1);
    serve(1);
    expect(asked).toEqual([1]);
    audience.watch(viewer, { rooms: [] });
    serve(2);
    publish("delta", 1, 8, 7);
    expect(asked).toEqual([1]);
  });

  it("[RL-20] slots are served at different moments, and everyone ends with the same", () => {
    const { audience, publish, sit } = setUp();
    const seats = Array.from({ length: LIMITS.relaySlotViewersMin * 2 + 1 }, () => sit(1, 2));
    expect(audience.slots.map(({ viewers }) => viewers.size)).toEqual([512, 512, 1]);
    const serve = (...slots: number[]) => {
      for (const slot of slots) audience.serve(assertExists(audience.slots[slot], "a slot"), slot);
    };
    for (const room of [1, 2]) publish("keyframe", room, 5);
    serve(0, 1, 2);
    publish("delta", 1, 6);
    serve(0);
    publish("delta", 2, 6);
    publish("delta", 1, 7);
    serve(2, 0);
    publish("keyframe", 1, 8);
    publish("delta", 1, 8);
    serve(1, 2, 0);
    const last = (room: number, seen: readonly string[]) => seen.filter((one) => one.startsWith(`d${room}`));
    for (const { screen } of seats) {
      expect(last(1, screen.seen)).toEqual(["d1@6", "d1@7", "d1@8"]);
      expect(last(2, screen.seen)).toEqual(["d2@6"]);
    }
    const messages = [0, 512, 1_024].map((seat) => seats[seat]?.screen.got.length);
    expect(messages).toEqual([4, 2, 3]);
  });

  it("[RL-20] slots that lack the same share one message", () => {
    const { audience, publish, sit, serve } = setUp();
    const seats = Array.from({ length: LIMITS.relaySlotViewersMin + 1 }, () => sit(1));
    publish("keyframe", 1, 5);
    serve(0);
    publish("delta", 1, 6);
    serve(1);
    expect(seats.at(-1)?.screen.got[1]).toBe(seats[0]?.screen.got[1]);
    expect(audience.slots.length).toBe(2);
  });

  it("[RL-20] a slot that was not served until its deltas were forgotten starts again from the keyframe", () => {
    const { publish, sit, serve } = setUp();
    publish("keyframe", 1, 5);
    const { screen } = sit(1);
    serve(0);
    const last = 5 + 3 * LIMITS.keyframeEveryTicks;
    for (let tick = 6; tick <= last; tick++) publish("delta", 1, tick);
    publish("keyframe", 1, last);
    serve(1);
    expect(screen.seen).toEqual(["k1@5", `k1@${last}`]);
  });

  it("[RL-14] clock and city reach those who come later or had stalled, in the order of their use", () => {
    const { audience, sit, serve } = setUp();
    const early = sit();
    serve(0);
    for (const notice of [new Notice("city", 1), new Notice("clock", 1), new Notice("clock", 2)])
      audience.tell(notice);
    const late = sit();
    early.screen.unsent = 100;
    serve(1);
    expect([early.screen.told, late.screen.told]).toEqual([[], ["clock 2", "city 1"]]);
    early.screen.unsent = 0;
    audience.tell(new Notice("feed", 3));
    serve(2);
    expect(early.screen.told).toEqual(["clock 2", "city 1", "feed 3"]);
    expect(late.screen.told).toEqual(["clock 2", "city 1", "feed 3"]);
  });

  it("[RL-22] newcomers are caught up at a bounded rate, and all of them in the end", () => {
    const { audience, publish, sit, serve } = setUp();
    publish("keyframe", 1, 5, 4, LIMITS.messageBytesMax);
    const seats = Array.from({ length: 400 }, () => sit(1));
    const served = () => seats.filter(({ screen }) => screen.got.length > 0).length;
    expect(serve(0)).toEqual([true]);
    const burst = LIMITS.relayCatchUpBurstBytesMax / LIMITS.messageBytesMax;
    expect(served()).toBeGreaterThan(burst / 2);
    expect(served()).toBeLessThanOrEqual(burst + 1);
    publish("delta", 1, 6);
    serve(1);
    expect(seats[0]?.screen.seen).toEqual(["k1@5", "d1@6"]);
    for (let second = 1; second < 4; second++) serve(second * 1_000);
    expect([served(), audience.counts.messagesDropped]).toEqual([400, 0]);
  });

  it("[RL-8] rooms nobody ever heard of are forgotten with their last viewer", () => {
    const { audience, sit } = setUp();
    const { viewer } = sit(...Array.from({ length: 400 }, (_, i) => 1_000 + i));
    expect(audience.roomCount).toBe(400);
    audience.drop(viewer);
    expect(audience.roomCount).toBe(0);
  });
});
