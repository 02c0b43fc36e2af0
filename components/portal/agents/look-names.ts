import type { LookPart } from "#city/world/look.ts";

/** What the choices of each part of a look are called, by number: keys of the texts `lookNames`. */
export const LOOK_NAMES = {
  build: ["small", "medium", "tall", "veryTall"],
  skin: ["lightBeige", "beige", "sand", "lightBrown", "mediumBrown", "brown", "darkBrown"],
  hair: ["bald", "short", "sideParting", "long", "curls", "bun", "bob", "mohawk"],
  hairColour: ["darkBrown", "black", "brown", "lightBrown", "blond", "auburn", "grey", "white"],
  top: ["tShirt", "vNeck", "shirt", "hoodie", "jacket", "stripes"],
  topColour: [
    "brickRed",
    "blue",
    "cream",
    "green",
    "ochre",
    "purple",
    "turquoise",
    "charcoal",
    "orange",
    "lavender",
    "raspberry",
    "lime",
  ],
  legs: ["slate", "darkGrey", "taupe", "khaki", "navy", "brown", "stone", "darkGreen"],
  extra: ["nothing", "glasses", "beard", "hat", "scarf", "earrings"],
} as const satisfies { readonly [P in LookPart]: readonly string[] };
export type LookName = (typeof LOOK_NAMES)[LookPart][number];
