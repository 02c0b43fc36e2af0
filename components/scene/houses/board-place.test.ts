import { describe, expect, it } from "vitest";
import { decodeIndex, decodeNeighborhood, encodePlan } from "#city/plan/codec.ts";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { type StreetWall, streetWallOf } from "../worker/lots.ts";
import { boardOn, signSideM } from "./board-place.ts";

const encoded = encodePlan(hamletPlan());
const index = decodeIndex(encoded.index);
const tables = encoded.neighborhoods.map((bytes, n) => decodeNeighborhood(index, n, bytes).buildings);
const ASPECTS = [0.2, 0.6, 1, 1.6, 5];

describe("a street wall", () => {
  it("[SC-12] looks to the door's side of its building and is no higher than it", () => {
    for (const table of tables) {
      for (let i = 0; i < table.count; i++) {
        const wall = streetWallOf(table, i);
        const toDoor = [(table.doorXCm[i] ?? 0) / 100 - wall.xM, (table.doorZCm[i] ?? 0) / 100 - wall.zM];
        expect((toDoor[0] ?? 0) * wall.outX + (toDoor[1] ?? 0) * wall.outZ).toBeGreaterThan(-0.6);
        expect(Math.hypot(wall.outX, wall.outZ)).toBeCloseTo(1, 2);
        expect(wall.heightM).toBeLessThanOrEqual((table.heightCm[i] ?? 0) / 100);
      }
    }
  });
});

describe("a picture", () => {
  it("[SC-12] keeps its aspect and lies on its wall over the door, or stands on its edge beside the sign", () => {
    for (const table of tables) {
      for (let i = 0; i < table.count; i++) {
        const wall = streetWallOf(table, i);
        for (const aspect of ASPECTS) expectOnWall(wall, aspect);
      }
    }
  });
});

function expectOnWall(wall: StreetWall, aspect: number): void {
  const board = boardOn(wall, aspect);
  expect(board.widthM / board.heightM).toBeCloseTo(aspect, 6);
  const dx = board.xM - wall.xM;
  const dz = board.zM - wall.zM;
  const along = dx * wall.outZ - dz * wall.outX;
  expect(dx * wall.outX + dz * wall.outZ).toBeGreaterThan(0);
  expect(Math.abs(along) + board.widthM / 2).toBeLessThanOrEqual(wall.widthM / 2 + 0.01);
  const foot = board.yM - board.heightM / 2;
  const top = board.yM + board.heightM / 2;
  if (top > wall.heightM) {
    expect(foot).toBeGreaterThan(wall.heightM);
    // The sign has the left end of the edge for itself.
    expect(along - board.widthM / 2).toBeGreaterThan(signSideM(wall.heightM) - wall.widthM / 2);
  } else expect(foot).toBeGreaterThan(3.9);
}
