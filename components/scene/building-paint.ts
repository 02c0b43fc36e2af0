import type { BufferGeometry } from "three";
import { BufferAttribute } from "three";
import { SURFACE } from "./worker/mesh-data.ts";

export type Rgb = readonly [number, number, number];

/** How a building is coloured over: walls by a share of a colour, roofs by another. */
export interface Tint {
  readonly colour: Rgb;
  /** 0..1. */
  readonly walls: number;
  readonly roof: number;
}

/** Tints by building, counted from the neighborhood's first. */
export type Tints = ReadonlyMap<number, Tint>;

/** The buildings of one neighborhood inside a mesh. Colours are written into the mesh when they change, never while drawing. */
export class BuildingPaint {
  readonly #colour: BufferAttribute;
  readonly #surface: BufferAttribute;
  readonly #starts: Uint32Array;
  /** Colours as built, of buildings that are tinted now. */
  readonly #plain = new Map<number, Uint8Array>();
  readonly #tints = new Map<number, Tint>();

  constructor(geometry: BufferGeometry, starts: Uint32Array) {
    this.#colour = attribute(geometry, "aColour");
    this.#surface = attribute(geometry, "aNormal");
    this.#starts = starts;
  }

  /** Shows exactly these tints. */
  show(tints: Tints): void {
    let changed = false;
    for (const building of [...this.#tints.keys()]) {
      if (!tints.has(building)) changed = this.#restore(building) || changed;
    }
    for (const [building, tint] of tints) {
      if (sameTint(this.#tints.get(building), tint)) continue;
      this.#restore(building);
      changed = this.#cover(building, tint) || changed;
    }
    if (changed) this.#colour.needsUpdate = true;
  }

  #bytes(building: number): Uint8Array {
    const from = (this.#starts[building] ?? 0) * 4;
    const to = (this.#starts[building + 1] ?? 0) * 4;
    return (this.#colour.array as Uint8Array).subarray(from, to);
  }

  #restore(building: number): boolean {
    const plain = this.#plain.get(building);
    this.#tints.delete(building);
    this.#plain.delete(building);
    if (plain !== undefined) this.#bytes(building).set(plain);
    return plain !== undefined;
  }

  #cover(building: number, tint: Tint): boolean {
    const bytes = this.#bytes(building);
    if (bytes.length === 0) return false;
    this.#plain.set(building, bytes.slice());
    this.#tints.set(building, tint);
    const surfaces = this.#surface.array;
    const first = (this.#starts[building] ?? 0) * 4;
    for (let i = 0; i < bytes.length; i += 4) {
      const share = shareOf(surfaces[first + i + 3] ?? 0, tint);
      if (share === 0) continue;
      for (let c = 0; c < 3; c++) {
        const as = bytes[i + c] ?? 0;
        bytes[i + c] = as + ((tint.colour[c] ?? 0) - as) * share;
      }
    }
    return true;
  }
}

function shareOf(surface: number, tint: Tint): number {
  if (surface === SURFACE.facade || surface === SURFACE.plain) return tint.walls;
  return surface === SURFACE.roof ? tint.roof : 0;
}

function sameTint(a: Tint | undefined, b: Tint): boolean {
  return (
    a !== undefined &&
    a.walls === b.walls &&
    a.roof === b.roof &&
    a.colour.every((value, i) => value === b.colour[i])
  );
}

function attribute(geometry: BufferGeometry, name: string): BufferAttribute {
  const found = geometry.getAttribute(name);
  if (found instanceof BufferAttribute) return found;
  throw new TypeError(`a solid has no ${name}`);
}
