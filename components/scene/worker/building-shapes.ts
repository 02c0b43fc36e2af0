import { at } from "#city/assert.ts";
import type { BuildingTable, BuildingUse, Zone } from "#city/plan/types.ts";
import { hashWords } from "#city/rng.ts";
import { type Lot, lotOf, PROFILES, type Shape, shapeOf } from "./lots.ts";
import { SURFACE, WINDOWS, type WindowStyle } from "./mesh-data.ts";
import { AWNINGS, coloursOf } from "./palettes.ts";
import type { Ring, SolidWriter } from "./solid-writer.ts";
import {
  box,
  cap,
  chamfered,
  ellipse,
  gable,
  hip,
  loft,
  prism,
  rectangle,
  sawTooth,
  scaled,
  vault,
} from "./solids.ts";

/** Width of a window's bay, by window style, metres. */
const BAY_M: readonly number[] = [2.8, 2.8, 2.8, 1.6, 4, 3.2];

/** Writes building `i` in full detail. */
export function writeBuilding(w: SolidWriter, table: BuildingTable, i: number): void {
  const lot = aim(w, table, i);
  SHAPES[shapeOf(lot)](w, lot);
}

/** Writes building `i` as one box, for the skyline. */
export function writeBox(w: SolidWriter, table: BuildingTable, i: number): void {
  const lot = aim(w, table, i);
  const shape = shapeOf(lot);
  const pitched = shape === "house" || shape === "terrace" || shape === "oldTown";
  if (pitched) {
    const rise = Math.min(lot.heightM * 0.36, Math.min(lot.widthM, lot.depthM) * 0.42);
    loft(
      w,
      rectangle(lot.widthM, lot.depthM),
      0,
      rectangle(lot.widthM, lot.depthM),
      lot.heightM - rise,
      SURFACE.facade,
    );
    loft(
      w,
      rectangle(lot.widthM, lot.depthM),
      lot.heightM - rise,
      rectangle(lot.widthM * 0.9, 0.2),
      lot.heightM,
      SURFACE.roof,
    );
    return;
  }
  const round = shape === "roundTower";
  const ring = round ? ellipse(lot.widthM, lot.depthM, 8) : rectangle(lot.widthM, lot.depthM);
  if (shape === "steppedTower" || shape === "spireTower") {
    prism(w, ring, 0, lot.heightM * 0.55);
    prism(w, scaled(ring, 0.72), lot.heightM * 0.55, lot.heightM);
  } else {
    prism(w, ring, 0, lot.heightM);
  }
}

/** Points the writer at building `i`: frame and brush. */
function aim(w: SolidWriter, t: BuildingTable, i: number): Lot {
  const lot = lotOf(t, i);
  const { use, zone, style, heightM, floors } = lot;
  const seed = hashWords(at(t.centreXCm, i), at(t.centreZCm, i), style) & 255;
  w.place(lot.xM, lot.zM, lot.axisX, lot.axisZ);
  const { wall, roof } = coloursOf(zone, use, seed);
  const windows = windowsOf(use, zone, style, heightM);
  w.brush = {
    colour: wall,
    roofColour: roof,
    seed,
    windows,
    profile: PROFILES[use],
    floors,
    floorM: lot.floorM,
    bayM: BAY_M[windows] ?? 2.8,
    heightM,
  };
  return lot;
}

function windowsOf(use: BuildingUse, zone: Zone, style: number, heightM: number): WindowStyle {
  if (use === "industry" || use === "warehouse") return WINDOWS.shed;
  if (zone === "downtown" && heightM > 30)
    return style % 3 === 0 ? WINDOWS.tall : style % 3 === 1 ? WINDOWS.curtain : WINDOWS.ribbon;
  if (use === "office" || use === "clinic") return style % 2 === 0 ? WINDOWS.ribbon : WINDOWS.punched;
  if (zone === "suburb" || zone === "terraces" || zone === "old-town") return WINDOWS.cottage;
  return style % 3 === 0 ? WINDOWS.tall : WINDOWS.punched;
}

const SHAPES = {
  house(w: SolidWriter, l: Lot): void {
    const rise = Math.min(l.heightM * 0.4, Math.min(l.widthM, l.depthM) * 0.4);
    const eaves = l.heightM - rise;
    walls(w, rectangle(l.widthM, l.depthM), eaves);
    if (l.style % 3 === 0) hip(w, l.widthM, l.depthM, eaves, rise);
    else gable(w, l.widthM, l.depthM, eaves, rise, l.widthM >= l.depthM);
    chimney(w, l.widthM * 0.26, 0, l.heightM - rise * 0.5, l.heightM + 0.9);
    if (l.style % 2 === 0) {
      const porch = rectangle(
        Math.min(3, l.widthM * 0.4),
        1.6,
        -l.widthM * 0.18,
        l.front * (l.depthM / 2 + 0.8),
      );
      loft(w, porch, 2.5, scaled(porch, 0.4), 3.3, SURFACE.roof);
    }
  },
  terrace(w: SolidWriter, l: Lot): void {
    const rise = Math.min(l.heightM * 0.34, l.depthM * 0.36, 5);
    const eaves = l.heightM - rise;
    walls(w, rectangle(l.widthM, l.depthM), eaves);
    gable(w, l.widthM, l.depthM, eaves, rise, true);
    chimney(w, l.widthM / 2 - 0.5, 0, eaves, l.heightM + 1.2);
    if (l.style % 3 === 1) {
      const z = l.front * l.depthM * 0.24;
      box(w, rectangle(1.8, 2, 0, z), eaves, eaves + rise * 0.82);
    }
  },
  oldTown(w: SolidWriter, l: Lot): void {
    const rise = Math.min(l.heightM * 0.4, l.widthM * 0.55, 7);
    const eaves = l.heightM - rise;
    walls(w, rectangle(l.widthM, l.depthM), eaves);
    if (l.style % 3 === 0) hip(w, l.widthM, l.depthM, eaves, rise);
    else gable(w, l.widthM, l.depthM, eaves, rise, l.style % 3 === 1 && l.widthM > l.depthM);
    chimney(w, l.widthM * 0.3, l.depthM * 0.1, eaves, l.heightM + 0.8);
    if (l.use !== "home") awning(w, l);
  },
  mansard(w: SolidWriter, l: Lot): void {
    const rise = Math.min(3.4, l.heightM * 0.3);
    const ring = rectangle(l.widthM, l.depthM);
    walls(w, ring, l.heightM - rise);
    const inset = rectangle(Math.max(2, l.widthM - 2.6), Math.max(2, l.depthM - 2.6));
    loft(w, ring, l.heightM - rise, inset, l.heightM, SURFACE.roof);
    cap(w, inset, l.heightM);
    if (l.use === "shop" || l.use === "food") awning(w, l);
  },
  slab(w: SolidWriter, l: Lot): void {
    const ring = rectangle(l.widthM, l.depthM);
    prism(w, ring, 0, l.heightM);
    parapet(w, l.widthM, l.depthM, l.heightM);
    plant(w, l, 1, l.heightM);
    if (l.use === "shop" || l.use === "food") awning(w, l);
  },
  podium(w: SolidWriter, l: Lot): void {
    const base = Math.min(l.heightM * 0.4, w.brush.floorM * 3);
    prism(w, rectangle(l.widthM, l.depthM), 0, base);
    const deep = l.depthM * 0.62;
    prism(w, rectangle(l.widthM * 0.8, deep, 0, -l.front * (l.depthM - deep) * 0.3), base, l.heightM);
    plant(w, l, 0.5, l.heightM);
  },
  slabTower(w: SolidWriter, l: Lot): void {
    const base = w.brush.floorM * 3;
    prism(w, rectangle(l.widthM, l.depthM), 0, base);
    prism(w, rectangle(l.widthM * 0.84, l.depthM * 0.8), base, l.heightM - 2);
    parapet(w, l.widthM * 0.84, l.depthM * 0.8, l.heightM - 2);
    plant(w, l, 0.6, l.heightM - 2);
  },
  steppedTower(w: SolidWriter, l: Lot): void {
    const ring = rectangle(l.widthM, l.depthM);
    const h = l.heightM;
    prism(w, ring, 0, h * 0.36);
    prism(w, scaled(ring, 0.82), h * 0.36, h * 0.68);
    prism(w, scaled(ring, 0.62), h * 0.68, h * 0.92);
    prism(w, scaled(ring, 0.38), h * 0.92, h, SURFACE.plain);
    if (h > 90) mast(w, h, h * 0.12);
  },
  spireTower(w: SolidWriter, l: Lot): void {
    const ring = chamfered(l.widthM, l.depthM, Math.min(l.widthM, l.depthM) * 0.14);
    const h = l.heightM;
    prism(w, rectangle(l.widthM, l.depthM), 0, h * 0.16);
    prism(w, ring, h * 0.16, h * 0.7);
    prism(w, scaled(ring, 0.74), h * 0.7, h * 0.88);
    loft(w, scaled(ring, 0.7), h * 0.88, scaled(ring, 0.04), h, SURFACE.metal);
    mast(w, h * 0.985, h * 0.1);
  },
  chamferTower(w: SolidWriter, l: Lot): void {
    const cut = Math.min(l.widthM, l.depthM) * 0.26;
    const ring = chamfered(l.widthM * 0.94, l.depthM * 0.94, cut);
    const h = l.heightM;
    prism(w, rectangle(l.widthM, l.depthM), 0, w.brush.floorM * 2);
    loft(w, ring, w.brush.floorM * 2, ring, h * 0.9, SURFACE.facade);
    loft(w, ring, h * 0.9, scaled(ring, 0.66), h, SURFACE.facade);
    cap(w, scaled(ring, 0.66), h);
    plant(w, l, 0.3, h);
  },
  roundTower(w: SolidWriter, l: Lot): void {
    const size = Math.min(l.widthM, l.depthM);
    prism(w, rectangle(l.widthM, l.depthM), 0, w.brush.floorM * 2);
    const ring = ellipse(Math.min(l.widthM, size * 1.25) * 0.9, Math.min(l.depthM, size * 1.25) * 0.9, 14);
    prism(w, ring, w.brush.floorM * 2, l.heightM - 3);
    prism(w, scaled(ring, 0.8), l.heightM - 3, l.heightM, SURFACE.plain);
    if (l.heightM > 110) mast(w, l.heightM, l.heightM * 0.1);
  },
  works(w: SolidWriter, l: Lot): void {
    const rise = Math.min(3, l.heightM * 0.3);
    walls(w, rectangle(l.widthM, l.depthM), l.heightM - rise);
    sawTooth(w, l.widthM, l.depthM, l.heightM - rise, rise, Math.max(2, Math.round(l.widthM / 8)));
    if (l.style % 4 === 1) {
      const stack = ellipse(2.2, 2.2, 8, l.widthM * 0.34, -l.front * l.depthM * 0.32);
      loft(w, stack, 0, scaled(stack, 0.7), l.heightM * 2.1 + 6, SURFACE.plain);
      cap(w, scaled(stack, 0.7), l.heightM * 2.1 + 6);
    }
  },
  shed(w: SolidWriter, l: Lot): void {
    const rise = Math.min(l.heightM * 0.25, 3.2);
    walls(w, rectangle(l.widthM, l.depthM), l.heightM - rise);
    gable(w, l.widthM, l.depthM, l.heightM - rise, rise, l.widthM >= l.depthM);
    if (l.style % 5 === 2) {
      for (const k of [-1, 1]) {
        const silo = ellipse(3.4, 3.4, 8, k * 2.2, -l.front * (l.depthM / 2 - 2));
        loft(w, silo, 0, silo, l.heightM + 3, SURFACE.metal);
        loft(w, silo, l.heightM + 3, scaled(silo, 0.1), l.heightM + 4.4, SURFACE.metal);
      }
    }
  },
  vaulted(w: SolidWriter, l: Lot): void {
    const rise = Math.min(l.heightM * 0.42, l.depthM * 0.34);
    walls(w, rectangle(l.widthM, l.depthM), l.heightM - rise);
    vault(w, l.widthM, l.depthM, l.heightM - rise, rise);
  },
  temple(w: SolidWriter, l: Lot): void {
    const rise = Math.min(l.heightM * 0.22, 4);
    const eaves = l.heightM - rise;
    box(w, rectangle(l.widthM, l.depthM), 0, 0.9);
    const hall = l.depthM * 0.84;
    loft(
      w,
      rectangle(l.widthM * 0.94, hall, 0, -l.front * (l.depthM - hall) * 0.45),
      0.9,
      rectangle(l.widthM * 0.94, hall, 0, -l.front * (l.depthM - hall) * 0.45),
      eaves,
      SURFACE.facade,
    );
    const columns = Math.max(4, Math.round(l.widthM / 4));
    for (let k = 0; k < columns; k++) {
      const x = (-0.45 + (0.9 * k) / (columns - 1)) * l.widthM;
      const ring = ellipse(0.9, 0.9, 6, x, l.front * l.depthM * 0.45);
      loft(w, ring, 0.9, ring, eaves, SURFACE.plain);
    }
    gable(w, l.widthM, l.depthM, eaves, rise, l.widthM < l.depthM);
  },
  townHall(w: SolidWriter, l: Lot): void {
    const body = l.heightM * 0.5;
    const ring = rectangle(l.widthM, l.depthM);
    walls(w, ring, body);
    loft(w, ring, body, rectangle(l.widthM * 0.8, l.depthM * 0.5), body + 5, SURFACE.roof);
    cap(w, rectangle(l.widthM * 0.8, l.depthM * 0.5), body + 5);
    const side = Math.min(l.widthM, l.depthM) * 0.3;
    const z = l.front * (l.depthM / 2 - side / 2);
    const tower = rectangle(side, side, 0, z);
    prism(w, tower, 0, l.heightM * 1.25);
    box(w, scaled(tower, 1.12), l.heightM * 1.25, l.heightM * 1.25 + 0.9);
    loft(
      w,
      scaled(tower, 0.86),
      l.heightM * 1.25 + 0.9,
      scaled(tower, 0.02),
      l.heightM * 1.25 + side * 1.5,
      SURFACE.roof,
    );
    for (const k of [-1, 1]) {
      const wing = rectangle(l.widthM * 0.16, l.depthM * 1.04, k * l.widthM * 0.42, 0);
      loft(w, wing, 0, wing, body + 1.5, SURFACE.facade);
      loft(w, wing, body + 1.5, scaled(wing, 0.3), body + 6, SURFACE.roof);
    }
  },
} satisfies Record<Shape, (w: SolidWriter, lot: Lot) => void>;

function walls(w: SolidWriter, ring: Ring, heightM: number): void {
  loft(w, ring, 0, ring, heightM, SURFACE.facade);
}

function parapet(w: SolidWriter, widthM: number, depthM: number, y: number): void {
  const outer = rectangle(widthM + 0.5, depthM + 0.5);
  loft(w, outer, y - 0.7, outer, y + 0.5, SURFACE.plain);
  cap(w, outer, y + 0.5);
}

/** Plant rooms on a flat roof. */
function plant(w: SolidWriter, l: Lot, spread: number, y: number): void {
  const k = ((l.style * 13) % 10) / 10 - 0.5;
  box(
    w,
    rectangle(l.widthM * 0.26, l.depthM * 0.22, l.widthM * k * 0.4 * spread, l.depthM * 0.1 * spread),
    y,
    y + 2.6,
  );
  if (l.style % 2 === 0 && spread === 1) {
    box(w, rectangle(2.2, 2.2, -l.widthM * 0.28, -l.depthM * 0.2), y, y + 1.7, SURFACE.metal);
  }
}

function chimney(w: SolidWriter, x: number, z: number, y0: number, y1: number): void {
  box(w, rectangle(0.8, 0.8, x, z), y0, y1);
}

/** A mast with a warning light on its tip. */
function mast(w: SolidWriter, y: number, heightM: number): void {
  const foot = rectangle(1.2, 1.2);
  loft(w, foot, y - 0.5, scaled(foot, 0.25), y + heightM, SURFACE.metal);
  box(w, rectangle(1.5, 1.5), y + heightM, y + heightM + 1.5, SURFACE.beacon);
}

/** A sloping cloth over the shop window. */
function awning(w: SolidWriter, l: Lot): void {
  const colour = AWNINGS[l.style % AWNINGS.length];
  if (!colour) return;
  const wall = w.brush.colour;
  w.brush = { ...w.brush, colour };
  const z0 = l.front * (l.depthM / 2);
  const z1 = z0 + l.front * 1.5;
  const a = l.widthM * 0.46;
  w.around(0, 0, z0);
  w.face(
    [
      [-a, 3.5, z0],
      [a, 3.5, z0],
      [a, 2.8, z1],
      [-a, 2.8, z1],
    ],
    SURFACE.plain,
  );
  w.brush = { ...w.brush, colour: wall };
}
