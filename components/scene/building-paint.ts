import type { BufferGeometry } from "three";
import { BufferAttribute } from "three";
import { type Profile, SURFACE } from "./worker/mesh-data.ts";

export type Rgb = readonly [number, number, number];

/** How a building is coloured over: walls by a share of a colour, roofs by another. */
export interface Tint {
  readonly colour: Rgb;
  /** 0..1. */
  readonly walls: number;
  readonly roof: number;
  /** Whose windows and lamps it has; null: as planned. */
  readonly profile: Profile | null;
}

/** Tints by building, counted from the neighborhood's first. */
export type Tints = ReadonlyMap<number, Tint>;

/** A building's bytes as built. */
interface Plain {
  readonly colour: Uint8Array;
  readonly meta: Uint8Array;
}

/** Where the profile stands in a vertex's meta. */
const PROFILE_AT = 1;

/** The buildings of one neighborhood inside a mesh. Colours are written into the mesh when they change, never while drawing. */
export class BuildingPaint {
  readonly #colour: BufferAttribute;
  readonly #meta: BufferAttribute;
  readonly #surface: BufferAttribute;
  readonly #starts: Uint32Array;
  /** As built, of buildings that are tinted now. */
  readonly #plain = new Map<number, Plain>();
  readonly #tints = new Map<number, Tint>();

  constructor(geometry: BufferGeometry, starts: Uint32Array) {
    this.#colour = attribute(geometry, "aColour");
    this.#meta = attribute(geometry, "aMeta");
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
    if (!changed) return;
    this.#colour.needsUpdate = true;
    this.#meta.needsUpdate = true;
  }

  #bytes({ array }: BufferAttribute, building: number): Uint8Array {
    const from = (this.#starts[building] ?? 0) * 4;
    const to = (this.#starts[building + 1] ?? 0) * 4;
    return (array as Uint8Array).subarray(from, to);
  }

  #restore(building: number): boolean {
    const plain = this.#plain.get(building);
    this.#tints.delete(building);
    this.#plain.delete(building);
    if (plain === undefined) return false;
    this.#bytes(this.#colour, building).set(plain.colour);
    this.#bytes(this.#meta, building).set(plain.meta);
    return true;
  }

  #cover(building: number, tint: Tint): boolean {
    const bytes = this.#bytes(this.#colour, building);
    const meta = this.#bytes(this.#meta, building);
    if (bytes.length === 0) return false;
    this.#plain.set(building, { colour: bytes.slice(), meta: meta.slice() });
    this.#tints.set(building, tint);
    const surfaces = this.#surface.array;
    const first = (this.#starts[building] ?? 0) * 4;
    for (let i = 0; i < bytes.length; i += 4) {
      if (tint.profile !== null) meta[i + PROFILE_AT] = tint.profile;
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
    a.profile === b.profile &&
    a.colour.every((value, i) => value === b.colour[i])
  );
}

function attribute(geometry: BufferGeometry, name: string): BufferAttribute {
  const found = geometry.getAttribute(name);
  if (found instanceof BufferAttribute) return found;
  throw new TypeError(`a solid has no ${name}`);
}
