import { describe, expect, it } from "vitest";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import { isParty } from "./agent-picker.tsx";
import { isParcel } from "./parcel-picker.tsx";

const RESIDENT = formatId("agt", MAIN_WORLD, 7);
const OUTSIDE = formatId("agt", MAIN_WORLD, OUTSIDE_AGENT_BASE);
const PERSON = formatId("usr", MAIN_WORLD, OWNER_BASE);

describe("whom one may choose by id", () => {
  it("[PG-20] for money and parcels: who has an account at City Hall, agents from outside and people", () => {
    expect([RESIDENT, OUTSIDE, PERSON].map((id) => isParty(id, "holders"))).toEqual([false, true, true]);
  });

  it("[PG-20] for the feed: all that are seen in the city, and no people", () => {
    expect([RESIDENT, OUTSIDE, PERSON].map((id) => isParty(id, "seen"))).toEqual([true, true, false]);
  });

  it("[PG-20] never half an id, one of another city, or something else", () => {
    const others = [
      "",
      "agt_",
      OUTSIDE.slice(0, -1),
      formatId("agt", 2, OUTSIDE_AGENT_BASE),
      "ada@example.org",
    ];
    for (const text of others)
      expect([isParty(text, "seen"), isParty(text, "holders")]).toEqual([false, false]);
  });
});

it("[PG-20] a parcel is chosen by the whole id of one of this city, and by nothing else", () => {
  const others = ["", "prc_", formatId("prc", MAIN_WORLD, 7).slice(0, -1), formatId("prc", 2, 7), OUTSIDE];
  expect([formatId("prc", MAIN_WORLD, 7), ...others].filter(isParcel)).toEqual([
    formatId("prc", MAIN_WORLD, 7),
  ]);
});
