import { expect, test } from "vitest";
import { OUTSIDE_AGENT_BASE } from "../protocol/wire-types.ts";
import { hashText, hashWords } from "../rng.ts";
import {
  LOOK_CHOICES,
  LOOK_PARTS,
  lookOfAgent,
  lookOfWord,
  lookSchema,
  packLook,
  TOP_COLOURS,
  unpackLook,
} from "./look.ts";
import { portraitShapes, portraitSvg } from "./portrait.ts";

const words = Array.from({ length: 500 }, (_, i) => hashWords(i, 7));

test("[AG-11] a look is a few small integers, follows from its word, and survives packing", () => {
  for (const word of words) {
    const look = lookOfWord(word);
    expect(lookSchema.safeParse(look).success).toBe(true);
    expect(unpackLook(packLook(look))).toEqual(look);
    expect(packLook(look)).toBeLessThan(2 ** 26);
  }
  for (const part of LOOK_PARTS) {
    expect(new Set(words.map((word) => lookOfWord(word)[part])).size).toBe(LOOK_CHOICES[part]);
  }
});

test("[AG-11] who chose none looks as their number says: residents all sorts, agents from outside in the colour of those", () => {
  const residents = Array.from({ length: 400 }, (_, agent) => lookOfAgent(agent));
  expect(residents).toEqual(Array.from({ length: 400 }, (_, agent) => lookOfAgent(agent)));
  for (const part of LOOK_PARTS) {
    expect(new Set(residents.map((look) => look[part])).size).toBe(LOOK_CHOICES[part]);
  }
  const outside = lookOfAgent(OUTSIDE_AGENT_BASE + 5);
  expect(TOP_COLOURS[outside.topColour]).toBe(0x27adaa);
});

test("[AG-11] portraits are the same drawings on every machine", () => {
  const all = words.map((word) => portraitSvg(lookOfWord(word), "x")).join("\n");
  expect(hashText(all)).toMatchInlineSnapshot(`2325245226`);
});

test("[AG-11] a portrait is made of outlines only, and a name in it cannot become markup", () => {
  const look = lookOfWord(3);
  expect(portraitSvg(look, `<script>"&'`)).not.toMatch(/<script|"&'/);
  for (const { path, colour } of portraitShapes(look)) {
    expect(path).toMatch(/^M[0-9MLHVCAZ .-]+Z$/);
    expect(colour).toBeLessThanOrEqual(0xffffff);
  }
});
