import { GrowingArray } from "./growing-array.ts";
import { DETAIL_PER_M, type GroundData, type GroundKind } from "./mesh-data.ts";

/** Writes flat patches of ground. Coordinates are metres in the world. */
export class GroundWriter {
  readonly #unitM: number;
  readonly #originXM: number;
  readonly #originZM: number;
  readonly #position = new GrowingArray((n) => new Int16Array(n), 4096);
  readonly #detail = new GrowingArray((n) => new Int16Array(n), 8192);
  readonly #kind = new GrowingArray((n) => new Uint8Array(n), 8192);
  /** One list per kind, so that painting order is the order of kinds over the whole mesh. */
  readonly #lists: number[][] = Array.from({ length: 10 }, () => []);
  #vertices = 0;
  #radiusM = 0;

  constructor(originXM: number, originZM: number, unitM: number) {
    this.#originXM = originXM;
    this.#originZM = originZM;
    this.#unitM = unitM;
  }

  /** Adds a corner and gives its number; `detail` is what the shader of its kind reads, in metres. */
  vertex(
    xM: number,
    zM: number,
    kind: GroundKind,
    detail: readonly [number, number, number, number],
    tag: readonly [number, number, number],
  ): number {
    const x = xM - this.#originXM;
    const z = zM - this.#originZM;
    this.#position.push(Math.round(x / this.#unitM), Math.round(z / this.#unitM));
    for (const value of detail) {
      this.#detail.push(Math.max(-32767, Math.min(32767, Math.round(value * DETAIL_PER_M))));
    }
    this.#kind.push(kind, tag[0], tag[1], tag[2]);
    this.#radiusM = Math.max(this.#radiusM, Math.hypot(x, z));
    return this.#vertices++;
  }

  /** Either winding will do: the ground is drawn from both sides. */
  triangle(kind: GroundKind, a: number, b: number, c: number): void {
    this.#lists[kind]?.push(a, b, c);
  }

  finish(): GroundData {
    const total = this.#lists.reduce((sum, list) => sum + list.length, 0);
    const index = new Uint32Array(total);
    let k = 0;
    for (const list of this.#lists) {
      index.set(list, k);
      k += list.length;
    }
    return {
      unitM: this.#unitM,
      originXM: this.#originXM,
      originZM: this.#originZM,
      radiusM: this.#radiusM,
      position: this.#position.finish(),
      detail: this.#detail.finish(),
      kind: this.#kind.finish(),
      index,
    };
  }
}
