import {
  DoubleSide,
  Float32BufferAttribute,
  GLSL3,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from "three";
import { LIMITS } from "#city/limits.ts";
import { BUILDING_USES, type BuildingUse } from "#city/plan/types.ts";
import { FRONT_FRAGMENT, FRONT_VERTEX } from "../shaders/houses.ts";
import { uniforms } from "../uniforms.ts";
import { streetWallOf } from "../worker/lots.ts";
import type { House } from "./house-list.ts";
import { iconTexture } from "./use-icons.ts";

/** The colour of a use's boards where nobody chose one, 0xRRGGBB. */
const USE_COLOURS: Readonly<Record<BuildingUse, number>> = {
  home: 0x7a5c44,
  office: 0x2f4f78,
  shop: 0x8a3f5c,
  food: 0xa8452f,
  industry: 0x5b5f64,
  warehouse: 0x6b5a3c,
  school: 0x2f6b56,
  clinic: 0xb03a3a,
  leisure: 0x5a3f8a,
  civic: 0x4a5a6e,
  "town-hall": 0x3c4a7a,
};

/** Parts of a front: the board over the door, the sign on the roof's edge, the cloth over a shop's window. */
const PARTS = { board: 0, sign: 1, cloth: 2 } as const;
const FACES: readonly (readonly [axis: number, sign: number])[] = [
  [0, 1],
  [0, -1],
  [1, 1],
  [2, 1],
  [2, -1],
];

/** Boards, signs and awnings of the buildings that are dressed as something, all in one draw. */
export class Fronts {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>;
  readonly #wall = list(4);
  readonly #dress = list(4);
  readonly #icons = iconTexture();
  #shown: readonly number[] = [];

  constructor() {
    const geometry = frontGeometry();
    geometry.setAttribute("aWall", this.#wall);
    geometry.setAttribute("aDress", this.#dress);
    geometry.instanceCount = 0;
    const material = new ShaderMaterial({
      glslVersion: GLSL3,
      uniforms: { ...uniforms, uIcons: { value: this.#icons } },
      vertexShader: FRONT_VERTEX,
      fragmentShader: FRONT_FRAGMENT,
      side: DoubleSide,
    });
    this.mesh = new Mesh(geometry, material);
    this.mesh.frustumCulled = false;
    this.mesh.matrixAutoUpdate = false;
  }

  /** Numbers of the buildings whose fronts are drawn. */
  get buildings(): readonly number[] {
    return this.#shown;
  }

  /** Shows the nearest of these that are dressed as something. */
  show(houses: readonly House[]): void {
    const dressed = houses.filter(({ deed }) => deed.use >= 0).slice(0, LIMITS.frontsDrawnMax);
    dressed.forEach((house, i) => {
      const { deed, table, at } = house;
      const wall = streetWallOf(table, at);
      const colour = deed.colour >= 0 ? deed.colour : USE_COLOURS[BUILDING_USES[deed.use] ?? "home"];
      this.#wall.setXYZW(i, wall.xM, wall.zM, Math.atan2(wall.outX, wall.outZ), wall.widthM);
      this.#dress.setXYZW(i, wall.heightM, deed.use, colour, hasCloth(deed.use) ? 1 : 0);
    });
    this.#shown = dressed.map(({ building }) => building);
    this.#wall.needsUpdate = true;
    this.#dress.needsUpdate = true;
    this.mesh.geometry.instanceCount = dressed.length;
    this.mesh.visible = dressed.length > 0;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.#icons.dispose();
  }
}

function hasCloth(use: number): boolean {
  const name = BUILDING_USES[use];
  return name === "shop" || name === "food";
}

function list(size: number): InstancedBufferAttribute {
  return new InstancedBufferAttribute(new Float32Array(LIMITS.frontsDrawnMax * size), size);
}

/** Two unit boxes and a cloth; the shader gives them their sizes. */
function frontGeometry(): InstancedBufferGeometry {
  const position: number[] = [];
  const normal: number[] = [];
  const part: number[] = [];
  const index: number[] = [];
  const quad = (corners: readonly (readonly number[])[], facing: readonly number[], kind: number) => {
    const first = part.length;
    for (const corner of corners) {
      position.push(...corner);
      normal.push(...facing);
      part.push(kind);
    }
    index.push(first, first + 1, first + 2, first, first + 2, first + 3);
  };
  for (const kind of [PARTS.board, PARTS.sign]) {
    for (const [axis, sign] of FACES) quad(faceOf(axis, sign), at3(axis, sign), kind);
  }
  // Its foot hangs out over the pavement.
  quad(
    [
      [-0.5, 0, 1],
      [0.5, 0, 1],
      [0.5, 1, 0],
      [-0.5, 1, 0],
    ],
    [0, 0.8, 0.6],
    PARTS.cloth,
  );
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new Float32BufferAttribute(position, 3));
  geometry.setAttribute("aNormal3", new Float32BufferAttribute(normal, 3));
  geometry.setAttribute("aPart", new Float32BufferAttribute(part, 1));
  geometry.setIndex(index);
  return geometry;
}

function at3(axis: number, value: number): number[] {
  return [0, 1, 2].map((n) => (n === axis ? value : 0));
}

function faceOf(axis: number, sign: number): number[][] {
  const u = (axis + 1) % 3;
  const v = (axis + 2) % 3;
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([a = 0, b = 0]) =>
    [0, 1, 2].map((n) => (n === axis ? sign : n === u ? a * sign : n === v ? b : 0) / 2),
  );
}
