import { BUILDING_USES } from "#city/plan/types.ts";
import type { ParcelState } from "#city/protocol/estate-views.ts";
import type { DeedEvent } from "#city/protocol/wire-types.ts";
import { hashWords } from "#city/rng.ts";
import type { Rgb, Tint, Tints } from "./building-paint.ts";
import { PROFILES } from "./worker/lots.ts";

/** What a viewer's own market knowledge adds to what the wire tells: by parcel. */
export type MarketStates = ReadonlyMap<number, { readonly state: ParcelState; readonly mine: boolean }>;

const FREE: Tint = { colour: [150, 152, 150], walls: 0.75, roof: 0.75, profile: null };
const MINE: Rgb = [18, 160, 140];
const FOR_SALE: Rgb = [214, 92, 44];
const TO_LET: Rgb = [222, 164, 40];
/** So strong is a colour that somebody chose, one that only says whose it is, and one of the ownership layer. */
const CHOSEN = 0.82;
const OWNED = 0.3;
const LAYER_WALLS = 0.9;
const LAYER_ROOF = 0.8;

/** How the buildings of a neighborhood are to look, given its deeds. `layer` colours every building by whose it is. */
export function tintsOf(deeds: readonly DeedEvent[], buildings: number, layer: MarketStates | null): Tints {
  const tints = new Map<number, Tint>();
  if (layer !== null) for (let i = 0; i < buildings; i++) tints.set(i, FREE);
  for (const deed of deeds) {
    if (deed.building < 0) continue;
    const tint = layer === null ? dressTint(deed) : layerTint(deed, layer);
    if (tint !== null) tints.set(deed.building, tint);
  }
  return tints;
}

function dressTint({ owner, colour, use }: DeedEvent): Tint | null {
  const name = BUILDING_USES[use];
  const profile = name === undefined ? null : PROFILES[name];
  if (colour >= 0) return { colour: rgbOf(colour), walls: CHOSEN, roof: 0, profile };
  if (owner >= 0) return { colour: ownerColour(owner), walls: OWNED, roof: OWNED, profile };
  return profile === null ? null : { colour: [0, 0, 0], walls: 0, roof: 0, profile };
}

function layerTint({ owner, parcel }: DeedEvent, market: MarketStates): Tint | null {
  if (owner < 0) return null;
  const known = market.get(parcel);
  const colour =
    known?.state === "for-sale"
      ? FOR_SALE
      : known?.state === "to-let"
        ? TO_LET
        : known?.mine
          ? MINE
          : ownerColour(owner);
  return { colour, walls: LAYER_WALLS, roof: LAYER_ROOF, profile: null };
}

/** Every owner has a colour of their own, as far as there are colours. */
export function ownerColour(owner: number): Rgb {
  const hue = hashWords(owner, 0x6f776e) % 360;
  return hslToRgb(hue, 0.5, 0.52);
}

function hslToRgb(hue: number, saturation: number, light: number): Rgb {
  const a = saturation * Math.min(light, 1 - light);
  const at = (n: number) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (light - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [at(0), at(8), at(4)];
}

function rgbOf(colour: number): Rgb {
  return [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];
}
