import { Float32BufferAttribute, InstancedBufferGeometry } from "three";
import { FIGURE, type FigureBlock, LIMBS, pivotOf, wornBits } from "#city/world/figure.ts";
import { TONES, type Tone } from "#city/world/look.ts";

interface Box {
  readonly part: number;
  /** Height it hangs from, for parts that swing. */
  readonly pivotY: number;
  readonly centre: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  /** How much narrower the top is than the foot, across and along. */
  readonly taper?: readonly [number, number];
}

const MM_PER_M = 1_000;
/** Corners of a box without its underside. */
const CORNERS = 20;

/** The figure of city/world/figure.ts, facing +z, but for what is too fine to be seen in a street. */
export function personGeometry(): InstancedBufferGeometry {
  const blocks = FIGURE.filter(isCoarse);
  const geometry = boxes(blocks.map(boxOf));
  const wear: number[] = [];
  for (const block of blocks) {
    const tone = TONES.indexOf(block.tone);
    for (let i = 0; i < CORNERS; i++) wear.push(tone, ...wornBits(block));
  }
  geometry.setAttribute("aWear", new Float32BufferAttribute(wear, 3));
  return geometry;
}

function isCoarse(block: FigureBlock): block is FigureBlock & { readonly tone: Tone } {
  return block.tone !== "dark";
}

function boxOf({ limb, middle, size, taper = [100, 100] }: FigureBlock): Box {
  return {
    part: LIMBS.indexOf(limb),
    pivotY: pivotOf(limb) / MM_PER_M,
    centre: [middle[0] / MM_PER_M, middle[1] / MM_PER_M, middle[2] / MM_PER_M],
    size: [size[0] / MM_PER_M, size[1] / MM_PER_M, size[2] / MM_PER_M],
    taper: [taper[0] / 100, taper[1] / 100],
  };
}

/** A car of 4.2 m, facing +z. */
export function carGeometry(): InstancedBufferGeometry {
  const lamp = (part: number, x: number, z: number): Box => ({
    part,
    pivotY: 0,
    centre: [x, 0.68, z],
    size: [0.42, 0.16, 0.06],
  });
  const wheel = (x: number, z: number): Box => ({
    part: 2,
    pivotY: 0,
    centre: [x, 0.32, z],
    size: [0.2, 0.64, 0.62],
  });
  return boxes([
    { part: 0, pivotY: 0, centre: [0, 0.62, 0], size: [1.78, 0.58, 4.2], taper: [0.94, 0.97] },
    { part: 1, pivotY: 0, centre: [0, 1.14, -0.2], size: [1.62, 0.46, 2.3], taper: [0.86, 0.74] },
    { part: 0, pivotY: 0, centre: [0, 1.39, -0.2], size: [1.38, 0.05, 1.66] },
    wheel(-0.82, 1.3),
    wheel(0.82, 1.3),
    wheel(-0.82, -1.3),
    wheel(0.82, -1.3),
    lamp(3, -0.6, 2.08),
    lamp(3, 0.6, 2.08),
    lamp(4, -0.6, -2.08),
    lamp(4, 0.6, -2.08),
  ]);
}

const FACES: readonly (readonly [axis: number, sign: number])[] = [
  [0, 1],
  [0, -1],
  [1, 1],
  [2, 1],
  [2, -1],
];

function boxes(list: readonly Box[]): InstancedBufferGeometry {
  const position: number[] = [];
  const normal: number[] = [];
  const part: number[] = [];
  const index: number[] = [];
  for (const box of list) {
    for (const [axis, sign] of FACES) {
      const first = position.length / 3;
      const u = (axis + 1) % 3;
      const v = (axis + 2) % 3;
      for (const [a, b] of [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ] as const) {
        const corner = [0, 0, 0];
        corner[axis] = sign;
        corner[u] = a * sign;
        corner[v] = b;
        position.push(...placed(box, corner));
        const n = [0, 0, 0];
        n[axis] = sign;
        normal.push(...n);
        part.push(box.part, box.pivotY);
      }
      index.push(first, first + 1, first + 2, first, first + 2, first + 3);
    }
  }
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new Float32BufferAttribute(position, 3));
  geometry.setAttribute("aNormal3", new Float32BufferAttribute(normal, 3));
  geometry.setAttribute("aPart", new Float32BufferAttribute(part, 2));
  geometry.setIndex(index);
  return geometry;
}

function placed(box: Box, corner: readonly number[]): [number, number, number] {
  const top = (corner[1] ?? 0) > 0;
  const x = (corner[0] ?? 0) * 0.5 * box.size[0] * (top ? (box.taper?.[0] ?? 1) : 1);
  const z = (corner[2] ?? 0) * 0.5 * box.size[2] * (top ? (box.taper?.[1] ?? 1) : 1);
  return [box.centre[0] + x, box.centre[1] + (corner[1] ?? 0) * 0.5 * box.size[1], box.centre[2] + z];
}
