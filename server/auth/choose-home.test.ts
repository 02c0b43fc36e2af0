import { expect, test } from "vitest";
import { BUILDING_USES } from "#city/plan/types.ts";
import { chooseHome, listHomes } from "./choose-home.ts";

const HOME = BUILDING_USES.indexOf("home");
const OFFICE = BUILDING_USES.indexOf("office");

/** A row of buildings 10 m apart; every third is an office. */
const place = {
  buildingBase: 100,
  buildings: {
    count: 300,
    use: Uint8Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? OFFICE : HOME)),
    homes: new Uint16Array(300).fill(2),
    centreXCm: Int32Array.from({ length: 300 }, (_, i) => i * 1_000),
    centreZCm: new Int32Array(300),
  },
};
const homes = listHomes({ widthCm: 300_000, depthCm: 0 }, [place]);

test("[KY-7] homes are listed from the centre outwards, and nothing else is a home", () => {
  expect(homes).toHaveLength(200);
  const distances = homes.map(({ building }) => Math.abs((building - 100) * 1_000 - 150_000));
  expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  expect(homes.every(({ building }) => (building - 100) % 3 !== 0)).toBe(true);
});

test("[KY-7] the home follows from the agent's number, is near the centre, and has room", () => {
  const taken = new Map(homes.slice(0, 20).map(({ building, room }) => [building, room]));
  const nearest = homes.slice(20, 84).map(({ building }) => building);
  const chosen = Array.from({ length: 500 }, (_, agent) => chooseHome(homes, taken, agent));
  expect(chosen).toEqual(Array.from({ length: 500 }, (_, agent) => chooseHome(homes, taken, agent)));
  expect(chosen.every((building) => building !== null && nearest.includes(building))).toBe(true);
  expect(new Set(chosen).size).toBeGreaterThan(50);
});

test("[KY-7] a city whose homes are full has none to offer", () => {
  expect(chooseHome(homes, new Map(homes.map(({ building, room }) => [building, room])), 1)).toBeNull();
});
