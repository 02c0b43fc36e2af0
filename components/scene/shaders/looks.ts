import { FIGURE_HEIGHT_MM } from "#city/world/figure.ts";
import {
  coloursOf,
  HAIR_COLOURS,
  heightCmOf,
  LEG_COLOURS,
  LOOK_CHOICES,
  LOOK_PARTS,
  type Look,
  type LookPart,
  lookOfWord,
  SKINS,
  TONES,
  TOP_COLOURS,
  type Tone,
} from "#city/world/look.ts";

/** Which part of a look gives a tone its colour, and how many colours there are. */
const SOURCES: { readonly [T in Tone]: readonly [part: LookPart, count: number] } = {
  skin: ["skin", SKINS.length],
  hair: ["hairColour", HAIR_COLOURS.length],
  top: ["topColour", TOP_COLOURS.length],
  legs: ["legs", LEG_COLOURS.length],
  hat: ["topColour", TOP_COLOURS.length],
  scarf: ["topColour", TOP_COLOURS.length],
};

/** Colours of a tone by the choice that decides it, 0xRRGGBB. */
function paletteOf(tone: Tone): number[] {
  const [part, count] = SOURCES[tone];
  const any: Look = lookOfWord(0);
  return Array.from({ length: count }, (_, choice) => coloursOf({ ...any, [part]: choice })[tone]);
}

/** What `toLinear` in common.ts does, done once. */
function linear(colour: number): string {
  const channels = [16, 8, 0].map((shift) => {
    const c = ((colour >>> shift) & 255) / 255;
    return (c * c * (0.28 + 0.72 * c)).toFixed(4);
  });
  return `vec3(${channels.join(", ")})`;
}

const palettes = TONES.map((tone) => {
  const colours = paletteOf(tone);
  return `const vec3 ${tone.toUpperCase()}_COLOURS[${colours.length}] = vec3[](${colours.map(linear).join(", ")});`;
});

const tones = TONES.map(
  (tone, n) =>
    `if (tone == ${n}) return ${tone.toUpperCase()}_COLOURS[look[${LOOK_PARTS.indexOf(SOURCES[tone][0])}]];`,
);

const sizes = Array.from({ length: LOOK_CHOICES.build }, (_, build) =>
  ((heightCmOf({ ...lookOfWord(0), build }) * 10) / FIGURE_HEIGHT_MM).toFixed(4),
);

// The part packed last comes out first.
const unpacking = [...LOOK_PARTS.keys()]
  .reverse()
  .map(
    (n) =>
      `look[${n}] = packed % ${LOOK_CHOICES[LOOK_PARTS[n] ?? "build"]}u; packed /= ${LOOK_CHOICES[LOOK_PARTS[n] ?? "build"]}u;`,
  );

/** GLSL that reads packed looks (city/world/look.ts) and knows their colours, linear. One word per slot in `uLooks`. */
export const LOOKS_GLSL = /* glsl */ `
uniform usampler2D uLooks;
const int LOOK_PARTS = ${LOOK_PARTS.length}, LOOK_BUILD = ${LOOK_PARTS.indexOf("build")}, TONE_TOP = ${TONES.indexOf("top")};
${palettes.join("\n")}
const float SIZE_OF_BUILD[${LOOK_CHOICES.build}] = float[](${sizes.join(", ")});
uint[${LOOK_PARTS.length}] lookAt(int slot) {
  uint packed = texelFetch(uLooks, ivec2(slot % 64, slot / 64), 0).x;
  uint look[${LOOK_PARTS.length}];
  ${unpacking.join("\n  ")}
  return look;
}
vec3 toneOf(uint look[${LOOK_PARTS.length}], int tone) {
  ${tones.join("\n  ")}
  return vec3(0.02);
}
`;
