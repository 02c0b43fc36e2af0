import { describe, expect, it } from "vitest";
import { ByteWriter } from "../../city/protocol/wire/bytes.ts";
import { readHead, splitFrames, writeHead } from "../../city/protocol/wire/frame.ts";
import { Audience, Viewer } from "./audience.ts";

class Screen {
  readonly got: Uint8Array[] = [];
  unsent = 0;
  unsentPackets(): number {
    return this.unsent;
  }
  send(bytes: Uint8Array): void {
    this.got.push(bytes);
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
    audience.accept(head, writer.slice(0));
  };
  const sit = (...rooms: number[]) => {
    const screen = new Screen();
    const viewer = new Viewer(screen);
    audience.watch(viewer, { rooms: rooms.map((room) => [room, -1]) });
    return { screen, viewer };
  };
  return { audience, asked, publish, sit };
}

describe("Audience", () => {
  it("[RL-10, RL-18] viewers get one message a flush, and those of the same place the very same bytes", () => {
    const { audience, publish, sit } = setUp();
    for (const room of [1, 2, 3]) publish("keyframe", room, 5);
    const seats = [sit(1, 2), sit(2, 1), sit(2, 3)];
    audience.flush(0);
    for (const room of [1, 2, 3]) publish("delta", room, 6);
    audience.flush(1);
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
    const { audience, publish, sit } = setUp();
    publish("keyframe", 1, 5);
    const { screen, viewer } = sit(1);
    audience.flush(0);
    publish("delta", 2, 6);
    audience.flush(1);
    audience.drop(viewer);
    publish("delta", 1, 6);
    audience.flush(2);
    expect(screen.seen).toEqual(["k1@5"]);
  });

  it("[RL-17] a stalled viewer is sent nothing, then what it missed", () => {
    const { audience, publish, sit } = setUp();
    publish("keyframe", 1, 5);
    const { screen } = sit(1);
    audience.flush(0);
    screen.unsent = 100;
    for (const tick of [6, 7]) {
      publish("delta", 1, tick);
      audience.flush(tick);
    }
    expect(screen.seen).toEqual(["k1@5"]);
    screen.unsent = 0;
    publish("delta", 1, 8);
    audience.flush(8);
    expect([screen.seen, screen.got.length]).toEqual([["k1@5", "d1@6", "d1@7", "d1@8"], 2]);
  });

  it("[RL-13] asks for a keyframe where somebody looks and there is none, and nowhere else", () => {
    const { audience, asked, publish, sit } = setUp();
    publish("delta", 1, 6);
    publish("delta", 2, 6);
    audience.flush(0);
    expect(asked).toEqual([]);
    const { viewer } = sit(1);
    audience.flush(1);
    expect(asked).toEqual([1]);
    audience.watch(viewer, { rooms: [] });
    audience.flush(2);
    publish("delta", 1, 8, 7);
    expect(asked).toEqual([1]);
  });

  it("[RL-8] rooms nobody ever heard of are forgotten with their last viewer", () => {
    const { audience, sit } = setUp();
    const { viewer } = sit(...Array.from({ length: 400 }, (_, i) => 1_000 + i));
    expect(audience.roomCount).toBe(400);
    audience.drop(viewer);
    expect(audience.roomCount).toBe(0);
  });
});
