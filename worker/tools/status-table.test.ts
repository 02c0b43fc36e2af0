import { expect, it } from "vitest";
import { statusLines } from "./status-table.ts";

const district = {
  number: 0,
  name: "City Hall",
  tick: 20,
  worker: "local",
  moneyCents: 100_050,
  agents: 0,
  lettersWaiting: 1,
  lettersCents: 5_000,
};
const city = {
  name: "Testville",
  genesisCents: 205_050,
  clock: { tick: 10, wallMs: 1_000, speed: 12, tickMs: 60_000 },
  nowMs: 1_000 + 10 * 5_000 + 500,
  districts: [
    district,
    {
      ...district,
      number: 1,
      name: "Old Town",
      tick: 17,
      worker: null,
      moneyCents: 100_000,
      lettersCents: 0,
    },
  ],
};

it("[TO-2] status shows each district's tick, lateness, worker, agents, letters and money, and the sum", () => {
  expect(statusLines(city)).toEqual([
    "Testville: tick 20, speed 12",
    "#  district   tick  late    worker  agents  letters  credits",
    "0  City Hall    20  -       local        0        1  1000.50",
    "1  Old Town     17  15.0 s  nobody       0        1  1000.00",
    "money: 2000.50 in districts + 50.00 in letters = what there was at genesis",
  ]);
});

it("[TO-2] status says when the city is frozen and when money is missing", () => {
  const lines = statusLines({ ...city, genesisCents: 205_049, clock: { ...city.clock, speed: 0 } });
  expect(lines[0]).toBe("Testville: tick 10, frozen");
  expect(lines.at(-1)).toContain("is NOT 2050.49");
});
