import { expect, it } from "vitest";
import type { Frame } from "./broadcast.ts";
import { FrameSizeBook } from "./frame-sizes.ts";

const frame = (kind: Frame["kind"], neighborhood: number, ...pageBytes: number[]): Frame => {
  return { kind, neighborhood, pages: pageBytes.map((length) => new Uint8Array(length)) };
};

it("[TO-8] tells of a tick's deltas and of every neighborhood's newest keyframe", () => {
  const book = new FrameSizeBook();
  book.note([frame("delta", 1, 10), frame("delta", 2, 30, 20), frame("keyframe", 1, 500)]);
  book.note([frame("keyframe", 2, 100), frame("keyframe", 1, 400, 50)]);
  expect(book.close()).toEqual({
    deltas: { neighborhoods: 2, maxBytes: 50, p95Bytes: 50, totalBytes: 60, pages: 3 },
    keyframes: { neighborhoods: 2, maxBytes: 450, p95Bytes: 450, totalBytes: 550, pages: 3 },
  });
  const next = book.close();
  expect(next.deltas).toEqual({ neighborhoods: 0, maxBytes: 0, p95Bytes: 0, totalBytes: 0, pages: 0 });
  expect(next.keyframes.totalBytes).toBe(550);
});

it("[TO-8] 95 of a hundred neighborhoods are within the p95", () => {
  const book = new FrameSizeBook();
  book.note(Array.from({ length: 100 }, (_, i) => frame("delta", i, 1_000 - i)));
  const { deltas } = book.close();
  const within = Array.from({ length: 100 }, (_, i) => 1_000 - i).filter((size) => size <= deltas.p95Bytes);
  expect([within.length, deltas.maxBytes]).toEqual([95, 1_000]);
});
