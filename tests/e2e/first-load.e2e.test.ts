import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningCity, startCity } from "#tests/util/running-city.ts";
import { firstLoadKb, withEmptyPage } from "../../scripts/first-load.mjs";

/** The city's page may load this much of an empty page's scripts before its first picture. */
const RATIO_MAX = 1.08;

let city: RunningCity;

beforeAll(async () => {
  city = await startCity();
});

afterAll(async () => {
  await city?.stop();
  city?.clean();
});

describe("the first load", () => {
  it("[E2E-30] of the city's page is at most 1.08 times an empty page of the same build of Next", async () => {
    const page = await firstLoadKb(city.url);
    const empty = await withEmptyPage(firstLoadKb);
    expect(page.kb).toBeLessThanOrEqual(empty.kb * RATIO_MAX);
  });
});
