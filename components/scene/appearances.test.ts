import { expect, it } from "vitest";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { lookOfAgent, packLook } from "#city/world/look.ts";
import { FactBook } from "#components/net/fact-book.ts";
import { lookWorn } from "./appearances.ts";

const CHOSEN = 123_456;

it("[SC-11] who chose a look wears it once it is known; all others wear what goes with their number", async () => {
  const ada = OUTSIDE_AGENT_BASE + 1;
  const ben = OUTSIDE_AGENT_BASE + 2;
  const book = new FactBook<number>({
    ask: async (keys) => new Map(keys.filter((key) => key === ada).map((key) => [key, CHOSEN])),
    onChange: () => {},
    freshMs: 1_000,
    batchMax: 10,
    heldMax: 10,
  });
  expect(lookWorn(book, ada)).toBe(packLook(lookOfAgent(ada)));
  await book.want([ada, ben], 0);
  expect([ada, ben, 7].map((agent) => lookWorn(book, agent))).toEqual([
    CHOSEN,
    packLook(lookOfAgent(ben)),
    packLook(lookOfAgent(7)),
  ]);
});
