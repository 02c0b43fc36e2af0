import {
  BufferAttribute,
  BufferGeometry,
  Float32BufferAttribute,
  Group,
  Mesh,
  type ShaderMaterial,
  Sphere,
  Vector3,
} from "three";
import type { PlanIndex } from "#city/plan/types.ts";
import { BuildingPaint, type Tints } from "./building-paint.ts";
import type { Materials } from "./materials.ts";
import { SHADE_LAYER } from "./shadow-pass.ts";
import type { GroundData, SolidData } from "./worker/mesh-data.ts";
import type { SkylineRange } from "./worker/messages.ts";

/** Part of a mesh that is one neighborhood's. */
interface Painted {
  readonly detail: BuildingPaint | null;
  readonly skyline: BuildingPaint | null;
}

interface DistrictMesh {
  readonly mesh: Mesh;
  readonly ranges: readonly SkylineRange[];
  readonly full: Uint32Array;
}

/** Order of drawing: solids (0), sky, land, ground, bodies. */
const SKY_ORDER = 0.5;

/** Owns every mesh of what stands still and decides which neighborhoods are shown in full. */
export class CityMeshes {
  readonly root = new Group();
  readonly #materials: Materials;
  readonly #index: PlanIndex;
  readonly #details = new Map<number, Mesh>();
  readonly #districts = new Map<number, DistrictMesh>();
  readonly #paints = new Map<number, Painted>();
  readonly #tints = new Map<number, Tints>();
  #shown = new Set<number>();
  /** Counts changes of what casts shade. */
  revision = 0;

  constructor(materials: Materials, index: PlanIndex) {
    this.#materials = materials;
    this.#index = index;
    this.root.matrixAutoUpdate = false;
  }

  addDistrict(
    district: number,
    skyline: SolidData,
    ranges: readonly SkylineRange[],
    ground: GroundData,
  ): void {
    const mesh = place(solidGeometry(skyline), this.#materials.solid, skyline);
    mesh.layers.enable(SHADE_LAYER);
    this.#districts.set(district, { mesh, ranges, full: skyline.index });
    this.root.add(mesh);
    const floor = place(groundGeometry(ground), this.#materials.ground, ground);
    floor.renderOrder = 2;
    this.root.add(floor);
    for (const { neighborhood, starts } of ranges)
      this.#paint(neighborhood, { skyline: new BuildingPaint(mesh.geometry, starts) });
    this.#cutOut(district);
    this.revision++;
  }

  /** Colours a neighborhood's buildings over, near and far, now and whenever they are built anew. */
  tint(neighborhood: number, tints: Tints): void {
    this.#tints.set(neighborhood, tints);
    this.#paint(neighborhood, {});
  }

  #paint(neighborhood: number, part: Partial<Painted>): void {
    const painted = { detail: null, skyline: null, ...this.#paints.get(neighborhood), ...part };
    this.#paints.set(neighborhood, painted);
    const tints = this.#tints.get(neighborhood);
    if (tints === undefined) return;
    painted.detail?.show(tints);
    painted.skyline?.show(tints);
  }

  addDetail(neighborhood: number, solid: SolidData, starts: Uint32Array): void {
    this.#drop(neighborhood);
    const mesh = place(solidGeometry(solid), this.#materials.solid, solid);
    mesh.layers.enable(SHADE_LAYER);
    mesh.visible = false;
    this.#details.set(neighborhood, mesh);
    this.#paint(neighborhood, { detail: new BuildingPaint(mesh.geometry, starts) });
    this.root.add(mesh);
    if (this.#shown.has(neighborhood)) this.show([...this.#shown]);
  }

  /** Shows these neighborhoods in full as far as they are built; keeps at most `keepMax` built. Gives those still to be built. */
  show(neighborhoods: readonly number[], keepMax = Number.POSITIVE_INFINITY): number[] {
    this.#shown = new Set(neighborhoods);
    for (const [n, mesh] of this.#details) mesh.visible = this.#shown.has(n);
    for (const district of this.#districts.keys()) this.#cutOut(district);
    for (const n of [...this.#details.keys()]) {
      if (this.#details.size <= keepMax) break;
      if (!this.#shown.has(n)) this.#drop(n);
    }
    this.revision++;
    return neighborhoods.filter((n) => !this.#details.has(n));
  }

  /** Takes the ranges of what is shown in full out of a skyline's index. */
  #cutOut(district: number): void {
    const entry = this.#districts.get(district);
    if (!entry) return;
    const index = entry.mesh.geometry.getIndex();
    if (!index) return;
    let length = 0;
    for (const range of entry.ranges) {
      if (this.#details.get(range.neighborhood)?.visible) continue;
      (index.array as Uint32Array).set(entry.full.subarray(range.start, range.start + range.count), length);
      length += range.count;
    }
    index.needsUpdate = true;
    entry.mesh.geometry.setDrawRange(0, length);
    entry.mesh.visible = length > 0;
  }

  #drop(neighborhood: number): void {
    const mesh = this.#details.get(neighborhood);
    if (!mesh) return;
    this.root.remove(mesh);
    mesh.geometry.dispose();
    this.#details.delete(neighborhood);
    this.#paint(neighborhood, { detail: null });
  }

  /** Neighborhoods nearest to a point (metres), those within `radiusM` of their middle, at most `max`. */
  nearest(xM: number, zM: number, radiusM: number, max: number): number[] {
    const near: { n: number; far: number }[] = [];
    for (const entry of this.#index.neighborhoods) {
      const far = Math.hypot(entry.originXCm / 100 + 150 - xM, entry.originZCm / 100 + 150 - zM);
      if (far < radiusM) near.push({ n: entry.index, far });
    }
    near.sort((a, b) => a.far - b.far || a.n - b.n);
    return near.slice(0, max).map((entry) => entry.n);
  }

  dispose(): void {
    for (const child of this.root.children) if (child instanceof Mesh) child.geometry.dispose();
    this.root.clear();
  }
}

function solidGeometry(data: SolidData): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(data.position, 4));
  geometry.setAttribute("aNormal", new BufferAttribute(data.normal, 4));
  geometry.setAttribute("aFacade", new BufferAttribute(data.facade, 2));
  geometry.setAttribute("aColour", new BufferAttribute(data.colour, 4));
  geometry.setAttribute("aMeta", new BufferAttribute(data.meta, 4));
  geometry.setIndex(new BufferAttribute(data.index.slice(), 1));
  const middle = data.heightM / 2;
  geometry.boundingSphere = new Sphere(
    new Vector3(0, middle / data.unitM, 0),
    Math.hypot(data.radiusM, middle) / data.unitM,
  );
  return geometry;
}

function groundGeometry(data: GroundData): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute("aPlace", new BufferAttribute(data.position, 2));
  geometry.setAttribute("aDetail", new BufferAttribute(data.detail, 4));
  geometry.setAttribute("aKind", new BufferAttribute(data.kind, 4));
  geometry.setIndex(new BufferAttribute(data.index, 1));
  geometry.boundingSphere = new Sphere(new Vector3(), data.radiusM / data.unitM);
  return geometry;
}

function place(geometry: BufferGeometry, material: ShaderMaterial, data: SolidData | GroundData): Mesh {
  const mesh = new Mesh(geometry, material);
  mesh.matrixAutoUpdate = false;
  mesh.position.set(data.originXM, 0, data.originZM);
  mesh.scale.setScalar(data.unitM);
  mesh.updateMatrix();
  return mesh;
}

/** The land that reaches to the horizon. */
export function createLand(materials: Materials): Mesh {
  const reach = 60_000;
  const geometry = new BufferGeometry();
  const corners = [-reach, 0, -reach, reach, 0, -reach, reach, 0, reach, -reach, 0, reach];
  geometry.setAttribute("position", new Float32BufferAttribute(corners, 3));
  geometry.setIndex([0, 2, 1, 0, 3, 2]);
  const mesh = new Mesh(geometry, materials.land);
  mesh.frustumCulled = false;
  mesh.renderOrder = 1;
  return mesh;
}

/** The sky: one triangle, drawn after everything solid and before the land, which leaves no depth behind. */
export function createSky(materials: Materials): Mesh {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new Float32BufferAttribute([-1, -1, 0, 3, -1, 0, -1, 3, 0], 3));
  const mesh = new Mesh(geometry, materials.sky);
  mesh.frustumCulled = false;
  mesh.renderOrder = SKY_ORDER;
  return mesh;
}
