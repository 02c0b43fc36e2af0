import { GrowingArray } from "./growing-array.ts";
import {
  type Profile,
  type SolidData,
  SURFACE,
  type Surface,
  WINDOWS,
  type WindowStyle,
} from "./mesh-data.ts";

export type Rgb = readonly [number, number, number];

/** What the next faces are made of. */
export interface Brush {
  colour: Rgb;
  roofColour: Rgb;
  seed: number;
  windows: WindowStyle;
  profile: Profile;
  floors: number;
  floorM: number;
  bayM: number;
  heightM: number;
}

/** A ring of corners, x and z in metres in the building's own frame. */
export type Ring = readonly (readonly [number, number])[];

type Corner = readonly [x: number, y: number, z: number];

/** Writes solids into quantised arrays. Coordinates given to it are metres in the current building's frame. */
export class SolidWriter {
  readonly #unitM: number;
  readonly #originXM: number;
  readonly #originZM: number;
  readonly #position = new GrowingArray((n) => new Int16Array(n), 8192);
  readonly #normal = new GrowingArray((n) => new Int8Array(n), 8192);
  readonly #facade = new GrowingArray((n) => new Uint16Array(n), 4096);
  readonly #colour = new GrowingArray((n) => new Uint8Array(n), 8192);
  readonly #meta = new GrowingArray((n) => new Uint8Array(n), 8192);
  readonly #index = new GrowingArray((n) => new Uint32Array(n), 8192);
  #frame = { x: 0, z: 0, axisX: 1, axisZ: 0 };
  #inside: Corner = [0, 0, 0];
  #vertices = 0;
  #heightM = 0;
  #radiusM = 0;
  brush: Brush = {
    colour: [200, 200, 200],
    roofColour: [110, 110, 110],
    seed: 0,
    windows: WINDOWS.punched,
    profile: 0,
    floors: 1,
    floorM: 3,
    bayM: 3,
    heightM: 3,
  };

  constructor(originXM: number, originZM: number, unitM: number) {
    this.#originXM = originXM;
    this.#originZM = originZM;
    this.#unitM = unitM;
  }

  /** Number of index entries so far: ranges of it belong to one neighborhood in a skyline. */
  get indexCount(): number {
    return this.#index.length;
  }

  /** Number of vertices so far: where the next building's begin. */
  get vertexCount(): number {
    return this.#vertices;
  }

  /** Places the frame of the next solids: centre in metres, unit vector along the frontage. */
  place(xM: number, zM: number, axisX: number, axisZ: number): void {
    this.#frame = { x: xM - this.#originXM, z: zM - this.#originZM, axisX, axisZ };
  }

  /** A point inside the next faces, from which they face away. */
  around(x: number, y: number, z: number): void {
    this.#inside = [x, y, z];
  }

  /** A flat face of 3 or 4 corners in ring order; `uv` holds bays and floors of each corner. */
  face(corners: readonly Corner[], surface: Surface, uv: readonly number[] = []): void {
    const [a, b, c] = corners;
    if (!(a && b && c)) return;
    const normal = faceNormal(a, b, corners[3] ?? c, c);
    if (!normal) return;
    const outward =
      normal[0] * (a[0] - this.#inside[0]) +
      normal[1] * (a[1] - this.#inside[1]) +
      normal[2] * (a[2] - this.#inside[2]);
    const sign = outward < 0 ? -1 : 1;
    const first = this.#vertices;
    for (let i = 0; i < corners.length; i++) {
      const corner = corners[i];
      if (corner) this.#vertex(corner, normal, sign, surface, uv[i * 2] ?? 0, uv[i * 2 + 1] ?? 0);
    }
    for (let i = 2; i < corners.length; i++) {
      if (sign > 0) this.#index.push(first, first + i - 1, first + i);
      else this.#index.push(first, first + i, first + i - 1);
    }
  }

  #vertex(corner: Corner, normal: Corner, sign: number, surface: Surface, u: number, v: number): void {
    const { x, z, axisX, axisZ } = this.#frame;
    const worldX = x + corner[0] * axisX - corner[2] * axisZ;
    const worldZ = z + corner[0] * axisZ + corner[2] * axisX;
    const k = 1 / this.#unitM;
    this.#position.push(Math.round(worldX * k), Math.round(corner[1] * k), Math.round(worldZ * k), 0);
    const nx = (normal[0] * axisX - normal[2] * axisZ) * sign;
    const nz = (normal[0] * axisZ + normal[2] * axisX) * sign;
    this.#normal.push(
      Math.round(nx * 127),
      Math.round(normal[1] * sign * 127),
      Math.round(nz * 127),
      surface,
    );
    this.#facade.push(
      Math.round(Math.max(0, Math.min(255, u)) * 256),
      Math.round(Math.max(0, Math.min(255, v)) * 256),
    );
    const { brush } = this;
    const colour = surface === SURFACE.roof ? brush.roofColour : brush.colour;
    this.#colour.push(colour[0], colour[1], colour[2], brush.seed & 255);
    this.#meta.push(
      brush.windows,
      brush.profile,
      Math.min(255, brush.floors),
      Math.min(255, Math.round(brush.heightM / 4)),
    );
    this.#vertices++;
    this.#heightM = Math.max(this.#heightM, corner[1]);
    this.#radiusM = Math.max(this.#radiusM, Math.hypot(worldX, worldZ));
  }

  /** Hands over what was written. */
  finish(): SolidData {
    return {
      unitM: this.#unitM,
      originXM: this.#originXM,
      originZM: this.#originZM,
      heightM: this.#heightM,
      radiusM: this.#radiusM,
      position: this.#position.finish(),
      normal: this.#normal.finish(),
      facade: this.#facade.finish(),
      colour: this.#colour.finish(),
      meta: this.#meta.finish(),
      index: this.#index.finish(),
    };
  }
}

/** Unit normal of a face by its diagonals (so that a quad with two equal corners still has one), or null when it has no area. */
function faceNormal(a: Corner, b: Corner, d: Corner, c: Corner): Corner | null {
  const [ux, uy, uz] = d === c ? sub(b, a) : sub(c, a);
  const [vx, vy, vz] = d === c ? sub(c, a) : sub(d, b);
  const x = uy * vz - uz * vy;
  const y = uz * vx - ux * vz;
  const z = ux * vy - uy * vx;
  const length = Math.hypot(x, y, z);
  return length < 1e-9 ? null : [x / length, y / length, z / length];
}

function sub(a: Corner, b: Corner): Corner {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}
