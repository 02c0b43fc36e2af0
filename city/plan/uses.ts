import { at } from "../assert.ts";
import { clamp } from "../geometry/integer.ts";
import { below, hashWords } from "../rng.ts";
import { BUILDING_USES, type BuildingUse, type Zone } from "./types.ts";

type Weights = { readonly [U in BuildingUse]?: number };

/** How often a use is chosen in a zone: on its streets and lanes, and on its avenues. */
const USE_WEIGHTS: { readonly [Z in Zone]: readonly [Weights, Weights] } = {
  downtown: [
    { office: 46, home: 26, shop: 9, food: 8, leisure: 4, civic: 3, clinic: 2, school: 1 },
    { office: 48, home: 16, shop: 15, food: 10, leisure: 5, civic: 3, clinic: 2 },
  ],
  "old-town": [
    { home: 66, shop: 11, food: 10, office: 6, leisure: 3, civic: 2, school: 1, clinic: 1 },
    { home: 40, shop: 24, food: 18, office: 9, leisure: 4, civic: 3, clinic: 2 },
  ],
  midtown: [
    { home: 66, office: 11, shop: 9, food: 6, leisure: 3, school: 2, clinic: 2, civic: 1 },
    { home: 40, office: 20, shop: 19, food: 11, leisure: 4, school: 1, clinic: 3, civic: 2 },
  ],
  terraces: [
    { home: 91, shop: 3, food: 3, school: 1, clinic: 1, leisure: 1 },
    { home: 62, shop: 16, food: 11, office: 5, school: 2, clinic: 2, leisure: 2 },
  ],
  suburb: [
    { home: 94, shop: 2, food: 1, school: 2, clinic: 1 },
    { home: 74, shop: 10, food: 7, office: 3, school: 3, clinic: 2, leisure: 1 },
  ],
  industry: [
    { industry: 74, warehouse: 16, office: 6, food: 3, shop: 1 },
    { industry: 52, warehouse: 14, office: 20, food: 8, shop: 6 },
  ],
  harbour: [
    { warehouse: 58, industry: 14, office: 10, home: 8, food: 6, leisure: 4 },
    { warehouse: 30, office: 26, food: 14, home: 14, shop: 8, leisure: 8 },
  ],
  park: [
    { leisure: 60, food: 40 },
    { leisure: 60, food: 40 },
  ],
};

/** Draws a use for a lot. */
export function drawUse(zone: Zone, onAvenue: boolean, word: number): BuildingUse {
  const weights = USE_WEIGHTS[zone][onAvenue ? 1 : 0];
  const total = BUILDING_USES.reduce((sum, use) => sum + (weights[use] ?? 0), 0);
  let ticket = below(word, total);
  for (const use of BUILDING_USES) {
    ticket -= weights[use] ?? 0;
    if (ticket < 0) return use;
  }
  return "home";
}

/** Least and most floors of a zone away from the middle. */
const FLOORS: { readonly [Z in Zone]: readonly [number, number] } = {
  downtown: [6, 13],
  "old-town": [3, 5],
  midtown: [4, 8],
  terraces: [2, 3],
  suburb: [1, 2],
  industry: [1, 2],
  harbour: [1, 4],
  park: [1, 1],
};

/** Most floors of uses that stay low everywhere. */
const LOW_USES: { readonly [U in BuildingUse]?: number } = {
  school: 3,
  clinic: 5,
  leisure: 3,
  civic: 5,
  industry: 2,
  warehouse: 3,
  "town-hall": 5,
};

const TOWER_FLOORS = 54;
/** Buildings narrower than this do not become towers. */
const TOWER_WIDTH_CM = 1_800;

/**
 * Draws the number of floors. `nearness` is 1000 in the middle of the city and 0 at the rim of its core:
 * there the towers stand, the highest in the middle.
 */
export function drawFloors(
  zone: Zone,
  use: BuildingUse,
  nearness: number,
  widthCm: number,
  word: number,
): number {
  const [least, most] = FLOORS[zone];
  const cap = LOW_USES[use] ?? 60;
  if (use === "shop" || use === "food") {
    const low = zone === "suburb" || zone === "terraces" ? 1 : least;
    return clamp(low + below(word, 2), 1, Math.min(cap, most));
  }
  let floors = least + below(word, most - least + 1);
  if (zone === "downtown" && widthCm >= TOWER_WIDTH_CM && cap > 10) {
    const luck = below(hashWords(word, 0x746f), 1_000);
    const share = Math.floor((luck * luck) / 1_000);
    floors += Math.floor((nearness * nearness * TOWER_FLOORS * (120 + share)) / 1_120_000_000);
  }
  if (zone === "midtown" && below(hashWords(word, 0x6d69), 1_000) < 40)
    floors += 5 + below(hashWords(word, 3), 6);
  return clamp(floors, 1, cap);
}

/** Uses that every plan has at least one of, besides its homes and town hall. */
const NEEDED_USES: readonly BuildingUse[] = [
  "office",
  "shop",
  "food",
  "leisure",
  "school",
  "clinic",
  "civic",
  "industry",
  "warehouse",
];

/** Gives some homes another use, so that no needed use is missing: at least one in `share` buildings. */
export function ensureUses(
  uses: Uint8Array,
  movable: (building: number) => boolean,
  seed: number,
  share: number,
): void {
  const home = BUILDING_USES.indexOf("home");
  for (const use of NEEDED_USES) {
    const wanted = Math.max(1, Math.floor(uses.length / share));
    const index = BUILDING_USES.indexOf(use);
    let have = uses.reduce((sum, u) => sum + (u === index ? 1 : 0), 0);
    for (let attempt = 0; have < wanted && attempt < 8 * uses.length; attempt++) {
      const building = below(hashWords(seed, index, attempt, 0x6e75), uses.length);
      if (at(uses, building) !== home || !movable(building)) continue;
      uses[building] = index;
      have++;
    }
  }
}
