import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { expect, it } from "vitest";
import { decodeFrame } from "#city/protocol/wire/codec.ts";
import { orderOf } from "#city/protocol/wire/events.ts";
import { readHead, splitFrames } from "#city/protocol/wire/frame.ts";
import { NeighborhoodModel } from "#city/protocol/wire/model.ts";
import { OUTSIDE_AGENT_BASE, type WireEvent } from "#city/protocol/wire-types.ts";
import { createFolderBlobs } from "#server/assets/folder-blobs.ts";
import { gridPlace } from "#tests/util/grid-place.ts";
import { Broadcast, type Frame } from "./broadcast.ts";
import { chunkTick, Recording, recordingPrefix } from "./recording.ts";

const ADA = OUTSIDE_AGENT_BASE + 4;
const NODE = 1_000;
const places = [gridPlace(7, 4), gridPlace(8, 4)];

function broadcast(known: ReadonlyMap<number, readonly WireEvent[]> = new Map()): Broadcast {
  const names = (agent: number) => ({ name: `Name ${agent}`, kind: "external" as const });
  return new Broadcast({ places, names, generation: 3, tick: 10, known });
}

function stand(neighborhood: number, agent: number, sinceMs: number): WireEvent {
  return { kind: "stand", neighborhood, agent, node: NODE, building: -1, sinceMs };
}

function read(frame: Frame | undefined): { head: ReturnType<typeof readHead>; events: WireEvent[] } {
  const place = places.find((each) => each.index === frame?.neighborhood);
  const [page] = frame?.pages ?? [];
  if (place === undefined || page === undefined) throw new Error("no such frame");
  return decodeFrame(page, place);
}

it("[CM-20] names an agent from outside once, before what it does", () => {
  const voice = broadcast();
  const [first] = voice.deltas(11, [stand(7, ADA, 5), stand(7, 12, 6)]);
  expect(read(first).events.map((event) => [event.kind, orderOf(event)])).toEqual([
    ["stand", 12],
    ["name", ADA],
    ["stand", ADA],
  ]);
  const [second] = voice.deltas(12, [stand(7, ADA, 50)]);
  expect(read(second).events.map((event) => event.kind)).toEqual(["stand"]);
  const [keyframe] = voice.keyframes(12, 60, [7]);
  expect(read(keyframe).events.map((event) => event.kind)).toContain("name");
});

it("[CM-19] sends deltas only where something happened, each naming the one before; keyframes do not count", () => {
  const voice = broadcast();
  expect(voice.deltas(11, [stand(7, 1, 5)]).map((frame) => read(frame).head)).toMatchObject([
    { kind: "delta", neighborhood: 7, generation: 3, tick: 11, previousTick: 10 },
  ]);
  const keyframes = voice.keyframes(13, 0, [7, 8]).map((frame) => read(frame).head);
  expect(keyframes).toMatchObject([{ previousTick: 11 }, { previousTick: 10 }]);
  const heads = voice.deltas(14, [stand(8, 1, 7), stand(7, 2, 8)]).map((frame) => read(frame).head);
  expect(heads).toMatchObject([
    { neighborhood: 8, previousTick: 10 },
    { neighborhood: 7, previousTick: 11 },
  ]);
});

it("[CM-19] each neighborhood's keyframe has its turn, and is what a reader of all deltas knows", () => {
  const known: WireEvent[] = [stand(7, 3, 1)];
  const voice = broadcast(new Map([[7, known]]));
  const turns = Array.from({ length: 12 }, (_, tick) => voice.dueForKeyframe(tick)).flat();
  expect(turns.sort()).toEqual([7, 8]);
  const reader = new NeighborhoodModel();
  for (const event of read(voice.keyframes(10, 0, [7])[0]).events) reader.apply(event);
  for (const event of read(voice.deltas(11, [stand(7, 4, 9), stand(7, 3, 9)])[0]).events) reader.apply(event);
  expect(read(voice.keyframes(11, 0, [7])[0]).events).toEqual(reader.toEvents());
});

it("[CM-21] a piece of the recording holds its keyframes and the deltas after them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "borough-recording-"));
  try {
    const blobs = createFolderBlobs(folder);
    const recording = new Recording(blobs, 1, 0);
    const voice = broadcast();
    recording.begin(10, voice.keyframes(10, 0, [7, 8]));
    for (let tick = 11; tick <= 60; tick++) {
      expect(recording.isFull(tick - 1)).toBe(false);
      recording.add(voice.deltas(tick, [stand(7 + (tick % 2), 1, tick)]));
    }
    expect(recording.isFull(60)).toBe(true);
    await recording.close();
    const keys = await blobs.list(recordingPrefix(1, 0));
    expect(keys.map(chunkTick)).toEqual([10]);
    const bytes = await blobs.get(keys[0] ?? "");
    const heads = splitFrames(new Uint8Array(zstdDecompressSync(bytes ?? new Uint8Array()))).map(readHead);
    expect(heads.map((head) => head.kind)).toEqual(["keyframe", "keyframe", ...Array(50).fill("delta")]);
    expect(heads.slice(2).map((head) => head.tick)).toEqual(Array.from({ length: 50 }, (_, i) => 11 + i));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
