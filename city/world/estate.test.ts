import { expect, test } from "vitest";
import { BUILDING_USES } from "../plan/types.ts";
import {
  ARREARS_DAYS_MAX,
  arrearsDaysLeft,
  claimCents,
  deedRentCents,
  groundRentCents,
  isCivic,
  propertyTaxCents,
} from "./estate.ts";

test("[ES-5] prices, taxes and rents are these", () => {
  const land = [0, 1_999, 504_900, 1_903_719, 7_581_100, 25_240_200];
  expect(land.map((cents) => [claimCents(cents), propertyTaxCents(cents)])).toEqual([
    [0, 0],
    [199, 0],
    [50_490, 252],
    [190_371, 951],
    [758_110, 3_790],
    [2_524_020, 12_620],
  ]);
  expect([0, 3, 2_400, 4_001].map(deedRentCents)).toEqual([0, 0, 600, 1_000]);
  const tills = [0, 99, 120_000, 800_000, 9_000_000];
  expect(tills.map((till) => groundRentCents(2_427_792, till))).toEqual([0, 0, 1_200, 2_427, 2_427]);
});

test("[PR-11] the days until a parcel falls back are counted down from the first unpaid tax, to none", () => {
  expect([3, 4, 3 + ARREARS_DAYS_MAX, 99].map((day) => arrearsDaysLeft(3, day))).toEqual([
    ARREARS_DAYS_MAX,
    ARREARS_DAYS_MAX - 1,
    0,
    0,
  ]);
});

test("[ES-21] the city keeps the parcels of its own buildings", () => {
  expect(BUILDING_USES.filter(isCivic)).toEqual(["civic", "town-hall"]);
  expect(isCivic(null)).toBe(false);
});
