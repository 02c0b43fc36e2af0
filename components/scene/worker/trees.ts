import { hashWords } from "#city/rng.ts";
import { SURFACE, WINDOWS } from "./mesh-data.ts";
import { LEAVES } from "./palettes.ts";
import type { SolidWriter } from "./solid-writer.ts";
import { ellipse, loft, scaled } from "./solids.ts";

/** One low-poly tree at a place in metres; its kind and size follow from its place. */
export function writeTree(w: SolidWriter, xM: number, zM: number): void {
  const word = hashWords(Math.round(xM * 10), Math.round(zM * 10), 77);
  const turn = ((word >>> 3) % 64) / 10;
  w.place(xM, zM, Math.cos(turn), Math.sin(turn));
  const size = 0.75 + ((word >>> 9) % 100) / 180;
  const leaves = LEAVES[(word >>> 17) % LEAVES.length] ?? [90, 120, 60];
  const base = {
    ...w.brush,
    windows: WINDOWS.punched,
    profile: 0,
    floors: 1,
    heightM: 4,
    bayM: 9,
    floorM: 9,
    seed: word & 255,
  } as const;
  w.brush = { ...base, colour: [92, 74, 58] };
  const trunk = ellipse(0.34 * size, 0.34 * size, 4);
  loft(w, trunk, 0, trunk, 2.4 * size, SURFACE.plain);
  w.brush = { ...base, colour: leaves };
  if (word % 5 === 0) conifer(w, size);
  else crown(w, size);
}

function crown(w: SolidWriter, size: number): void {
  const widest = ellipse(4.2 * size, 4.2 * size, 6);
  const low = 1.9 * size;
  loft(w, scaled(widest, 0.42), low, widest, low + 1.5 * size, SURFACE.leaf);
  loft(w, widest, low + 1.5 * size, scaled(widest, 0.78), low + 3.1 * size, SURFACE.leaf);
  loft(w, scaled(widest, 0.78), low + 3.1 * size, scaled(widest, 0.04), low + 4.4 * size, SURFACE.leaf);
}

function conifer(w: SolidWriter, size: number): void {
  const ring = ellipse(3 * size, 3 * size, 6);
  loft(w, ring, 1.4 * size, scaled(ring, 0.42), 4.2 * size, SURFACE.leaf);
  loft(w, scaled(ring, 0.72), 3.6 * size, scaled(ring, 0.03), 7.4 * size, SURFACE.leaf);
}
