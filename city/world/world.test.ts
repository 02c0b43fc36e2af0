import { describe, expect, test } from "vitest";
import { BUILDING_USES } from "#city/plan/types.ts";
import { LIMITS } from "../limits.ts";
import { cityTime, DAY_MS, daylightAt, HOUR_MS, isOpen, isWeekend, MINUTE_MS } from "./calendar.ts";
import {
  allowanceCents,
  basketsFor,
  lackCredits,
  levyCents,
  procurementCents,
  rentCents,
  shares,
  taxCents,
  wageCents,
} from "./economy.ts";
import { DISTINCT_NAMES, givenName, residentName } from "./names.ts";
import { ANSWERS, EXCHANGES, GREETINGS } from "./phrase-lists.ts";
import { chooseAnswer, chooseTalk, type TalkSetting } from "./phrases.ts";

describe("names", () => {
  test("[LF-1] residents have names of their own, the same for the same seed and number", () => {
    const names = new Set(Array.from({ length: 30_000 }, (_, agent) => residentName(99, agent)));
    expect(names.size).toBe(30_000);
    expect(DISTINCT_NAMES).toBeGreaterThan(50_000);
    expect(residentName(7, 0)).toBe("Gabor Sharma");
    expect(residentName(7, DISTINCT_NAMES)).toMatch(/^Gabor [A-Z]\. Sharma$/);
    expect(givenName(7, 0)).toBe("Gabor");
    for (const name of names) expect(name.length).toBeLessThanOrEqual(LIMITS.agentNameCharsMax);
  });
});

describe("calendar", () => {
  test("[LF-2] city time is ISO 8601 without a zone, in months of 30 days", () => {
    expect(cityTime(0)).toBe("0001-01-01T00:00:00");
    expect(cityTime(29 * DAY_MS + 23 * HOUR_MS + 59 * MINUTE_MS + 59_999)).toBe("0001-01-30T23:59:59");
    expect(cityTime(360 * DAY_MS)).toBe("0002-01-01T00:00:00");
    expect([4, 6, 12, 20, 22].map((hour) => daylightAt(hour * HOUR_MS))).toEqual([
      "night",
      "dawn",
      "day",
      "dusk",
      "night",
    ]);
  });

  test("[LF-3] opening hours by use, day and hour", () => {
    const open = (day: number, hour: number): string =>
      BUILDING_USES.filter((use) => isOpen(use, day * DAY_MS + hour * HOUR_MS)).join(" ");
    expect(isWeekend(4)).toBe(false);
    expect(isWeekend(5)).toBe(true);
    expect(open(1, 3)).toBe("home industry warehouse clinic");
    expect(open(1, 0)).toBe("home food industry warehouse clinic leisure");
    expect(open(1, 12)).toBe(
      "home office shop food industry warehouse school clinic leisure civic town-hall",
    );
    expect(open(5, 12)).toBe("home shop food warehouse clinic leisure civic town-hall");
  });
});

describe("economy", () => {
  test("[EC-1] wages, cents an hour", () => {
    expect(BUILDING_USES.map(wageCents)).toEqual([
      0, 1900, 1500, 1400, 1700, 1600, 1800, 2100, 1450, 1800, 1900,
    ]);
  });

  test("[EC-2] taxes, rent, baskets and levy, cents", () => {
    expect([taxCents(1_900, 150), taxCents(6, 150), taxCents(7, 150)]).toEqual([285, 0, 1]);
    expect([0, 3, 4, 9_599, 9_600, 20_000, 40_000].map(rentCents)).toEqual([
      0, 0, 1, 2_399, 2_400, 2_400, 3_400,
    ]);
    expect([4_799, 4_800, 15_000, 74_999, 75_000, 500_000].map(basketsFor)).toEqual([0, 1, 2, 5, 6, 6]);
    expect([levyCents(160_000, 2), levyCents(160_400, 2)]).toEqual([0, 100]);
    expect([procurementCents(9_000, 2), procurementCents(10_001, 2)]).toEqual([0, 1]);
    expect([allowanceCents(1_000, 0), allowanceCents(1_000, 3), allowanceCents(1_000_000, 1)]).toEqual([
      0, 83, 5_000,
    ]);
    expect([lackCredits(0, 2), lackCredits(160_000, 2), lackCredits(150_000, 2)]).toEqual([1_600, 2, 100]);
  });

  test("[EC-3] shares add up to the whole and follow the weights", () => {
    expect(shares(100, [1, 1, 1])).toEqual([33, 33, 34]);
    expect(shares(7, [0, 0])).toEqual([0, 0]);
    const total = 8_000_000_000_123;
    const parts = shares(total, [3, 0, 90_000_000, 17]);
    expect(parts.reduce((left, right) => left + right, 0)).toBe(total);
    expect(parts[1]).toBe(0);
  });
});

describe("talk", () => {
  const settings: readonly TalkSetting[] = ["street", "green", "work", "food", "shop", "home", "leisure"];

  test.each(settings)(
    "[LF-4] there is something to say at any time (%s), and names are put in",
    (setting) => {
      for (const bond of ["new", "stranger", "known"] as const) {
        for (let word = 0; word < 500; word++) {
          const minute = (word * 37) % 1_440;
          const context = { setting, minute, speaker: "Ada", listener: "Ben", place: "Oldgate", bond };
          const { opening, reply } = chooseTalk(word, context);
          for (const line of [opening, reply]) {
            expect(line).not.toMatch(/[{}]/);
            expect(line.length).toBeLessThanOrEqual(LIMITS.speechCharsMax);
          }
          if (bond === "stranger") expect(opening + reply).not.toMatch(/\bAda\b|\bBen\b/);
          expect(chooseTalk(word, context)).toEqual({ opening, reply });
        }
      }
    },
  );

  test("[LF-4] there is plenty to say", () => {
    expect(EXCHANGES.length + GREETINGS.length).toBeGreaterThan(80);
    expect(ANSWERS).toContain(chooseAnswer(5));
  });
});
