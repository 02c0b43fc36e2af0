import { z } from "zod";
import { at } from "../assert.ts";
import { OUTSIDE_AGENT_BASE } from "../protocol/wire-types.ts";
import { below, hashWords } from "../rng.ts";

/** How many choices each part of a look has; a look is one number per part, from 0. */
export const LOOK_CHOICES = {
  build: 4,
  skin: 7,
  hair: 8,
  hairColour: 8,
  top: 6,
  topColour: 12,
  legs: 8,
  extra: 6,
} as const;
export type LookPart = keyof typeof LOOK_CHOICES;
export const LOOK_PARTS: readonly LookPart[] = [
  "build",
  "skin",
  "hair",
  "hairColour",
  "top",
  "topColour",
  "legs",
  "extra",
];

/** What an agent looks like, wherever it is drawn. */
export type Look = { readonly [P in LookPart]: number };

const part = (name: LookPart) =>
  z
    .int()
    .min(0)
    .max(LOOK_CHOICES[name] - 1);

export const lookSchema = z.strictObject({
  build: part("build"),
  skin: part("skin"),
  hair: part("hair"),
  hairColour: part("hairColour"),
  top: part("top"),
  topColour: part("topColour"),
  legs: part("legs"),
  extra: part("extra"),
});

/** Colours as 0xRRGGBB. */
export const SKINS = [0xbc957c, 0xb18c74, 0xa5826b, 0x987661, 0x8a6a56, 0x795b49, 0x654838] as const;
export const HAIR_COLOURS = [
  0x453830, 0x1f1a18, 0x6b4a32, 0x9a6b3f, 0xc9a15c, 0x8b3a22, 0x9b9a98, 0xd9d6d0,
] as const;
export const TOP_COLOURS = [
  0xb35950, 0x4b73a2, 0xc4bcad, 0x598e73, 0xcba659, 0x956f9e, 0x27adaa, 0x2f3542, 0xd77f4a, 0x7c8fd1,
  0xb94f7d, 0x8fa64a,
] as const;
export const LEG_COLOURS = [
  0x3f4555, 0x555356, 0x655f58, 0x736959, 0x27344f, 0x5b4636, 0x8a8577, 0x3c5248,
] as const;

/** The colour that everyone from outside wears who chose none. */
const OUTSIDE_TOP = TOP_COLOURS.indexOf(0x27adaa);
const PURPOSE_SHUFFLE = 41;

/** The look that a word stands for: another word, another look. */
export function lookOfWord(word: number): Look {
  const pick = (name: LookPart) =>
    below(hashWords(word, PURPOSE_SHUFFLE, LOOK_PARTS.indexOf(name)), LOOK_CHOICES[name]);
  return {
    build: pick("build"),
    skin: pick("skin"),
    hair: pick("hair"),
    hairColour: pick("hairColour"),
    top: pick("top"),
    topColour: pick("topColour"),
    legs: pick("legs"),
    extra: pick("extra"),
  };
}

/** The look of whoever chose none: a resident, or an agent made on the command line. */
export function lookOfAgent(agent: number): Look {
  const look = lookOfWord(agent);
  return agent >= OUTSIDE_AGENT_BASE ? { ...look, topColour: OUTSIDE_TOP } : look;
}

/** A look as one integer below 2^26, for places that have room for a number only. */
export function packLook(look: Look): number {
  return LOOK_PARTS.reduce((packed, name) => packed * LOOK_CHOICES[name] + look[name], 0);
}

/** Undoes packLook; numbers that are none give some look. */
export function unpackLook(packed: number): Look {
  let rest = Math.abs(Math.trunc(packed));
  const take = (name: LookPart) => {
    const value = rest % LOOK_CHOICES[name];
    rest = Math.floor(rest / LOOK_CHOICES[name]);
    return value;
  };
  // Evaluated in the order they stand here: the part packed last comes out first.
  const extra = take("extra");
  const legs = take("legs");
  const topColour = take("topColour");
  const top = take("top");
  const hairColour = take("hairColour");
  const hair = take("hair");
  const skin = take("skin");
  const build = take("build");
  return { build, skin, hair, hairColour, top, topColour, legs, extra };
}

/** What a part of somebody is coloured by. */
export const TONES = ["skin", "hair", "top", "legs", "hat", "scarf"] as const;
export type Tone = (typeof TONES)[number];

/** The colours of a look, 0xRRGGBB: in portraits, on the figure and on the body in the city. */
export function coloursOf(look: Look): { readonly [T in Tone]: number } {
  const top = at(TOP_COLOURS, look.topColour);
  return {
    skin: at(SKINS, look.skin),
    hair: at(HAIR_COLOURS, look.hairColour),
    top,
    legs: at(LEG_COLOURS, look.legs),
    hat: mixColours(top, 0x000000, 42),
    scarf: mixColours(top, 0xffffff, 45),
  };
}

/** `percent` of the way from one colour (0xRRGGBB) to another. */
export function mixColours(from: number, to: number, percent: number): number {
  const channel = (shift: number) => {
    const a = (from >>> shift) & 255;
    const b = (to >>> shift) & 255;
    return Math.floor((a * (100 - percent) + b * percent) / 100) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}

/** Height of the figure, cm. */
export function heightCmOf(look: Look): number {
  return 164 + look.build * 7;
}
