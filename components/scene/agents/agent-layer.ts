import {
  AdditiveBlending,
  BufferGeometry,
  Camera,
  DataTexture,
  Float32BufferAttribute,
  FloatType,
  GLSL3,
  Group,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  NearestFilter,
  Points,
  RGBAFormat,
  RGBAIntegerFormat,
  Scene,
  ShaderMaterial,
  Sphere,
  UnsignedIntType,
  UnsignedShortType,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from "three";
import {
  BEAM_FRAGMENT,
  BEAM_VERTEX,
  BODY_FRAGMENT,
  CAR_VERTEX,
  DOT_FRAGMENT,
  DOT_VERTEX,
  PERSON_VERTEX,
  PREPASS_FRAGMENT,
  PREPASS_VERTEX,
} from "../shaders/agents.ts";
import { uniforms } from "../uniforms.ts";
import {
  AGENTS_PER_ROW,
  type AgentTexels,
  createTexels,
  STRETCHES,
  VERTICES,
  writeSlot,
} from "./agent-texels.ts";
import { carGeometry, personGeometry } from "./body-geometry.ts";
import { BODIES_MAX, type Tracks } from "./tracks.ts";

const CAPACITY_FIRST = 4_096;
/** The textures' times are floats relative to an epoch; beyond this many simulated ms it is moved up. */
const EPOCH_REACH_MS = 3 * 3_600_000;

/** How far, metres, people and cars are drawn with limbs and wheels; beyond they are dots. */
export interface AgentReach {
  readonly personM: number;
  readonly carM: number;
}

/** Draws every body in the open: a pre-pass over their textures, then one draw per kind. */
export class AgentLayer {
  readonly root = new Group();
  readonly #tracks: Tracks;
  readonly #reach: AgentReach;
  readonly #agents = { value: null as null | WebGLRenderTarget["texture"] };
  readonly #path = { value: null as DataTexture | null };
  readonly #times = { value: null as DataTexture | null };
  readonly #prepass = new Scene();
  readonly #camera = new Camera();
  readonly #people: InstancedBufferGeometry;
  readonly #cars: InstancedBufferGeometry;
  readonly #beams: InstancedBufferGeometry;
  readonly #dots: BufferGeometry;
  #target: WebGLRenderTarget;
  #texels: AgentTexels;
  #epochMs = 0;
  /** Bodies drawn with limbs and wheels at the last listing. */
  nearCount = 0;

  constructor(tracks: Tracks, reach: AgentReach) {
    this.#tracks = tracks;
    this.#reach = reach;
    this.#texels = createTexels(CAPACITY_FIRST);
    this.#target = this.#allocate(CAPACITY_FIRST);
    const near = { value: new Vector2(reach.personM, reach.carM) };
    const shared = { ...uniforms, uAgents: this.#agents, uNear: near };
    const material = (vertexShader: string, fragmentShader: string) =>
      new ShaderMaterial({ glslVersion: GLSL3, uniforms: shared, vertexShader, fragmentShader });
    this.#people = personGeometry();
    this.#cars = carGeometry();
    this.#beams = beamGeometry();
    this.#dots = new BufferGeometry();
    this.#dots.boundingSphere = new Sphere();
    const beam = material(BEAM_VERTEX, BEAM_FRAGMENT);
    beam.blending = AdditiveBlending;
    beam.transparent = true;
    beam.depthWrite = false;
    for (const geometry of [this.#people, this.#cars, this.#beams]) this.#list(geometry, []);
    const drawn = [
      new Mesh(this.#people, material(PERSON_VERTEX, BODY_FRAGMENT(false))),
      new Mesh(this.#cars, material(CAR_VERTEX, BODY_FRAGMENT(true))),
      new Points(this.#dots, material(DOT_VERTEX, DOT_FRAGMENT)),
      new Mesh(this.#beams, beam),
    ];
    for (const object of drawn) {
      object.frustumCulled = false;
      object.matrixAutoUpdate = false;
      object.renderOrder = 3;
      this.root.add(object);
    }
    const full = new BufferGeometry();
    full.setAttribute("position", new Float32BufferAttribute([-1, -1, 0, 3, -1, 0, -1, 3, 0], 3));
    const pass = new Mesh(
      full,
      new ShaderMaterial({
        glslVersion: GLSL3,
        uniforms: { uPath: this.#path, uTimes: this.#times, uSimMs: uniforms.uSimMs },
        vertexShader: PREPASS_VERTEX,
        fragmentShader: PREPASS_FRAGMENT,
        depthTest: false,
        depthWrite: false,
      }),
    );
    pass.frustumCulled = false;
    this.#prepass.add(pass);
  }

  /** Brings the textures up to date and computes every position for this frame. */
  update(renderer: WebGLRenderer, simMs: number): void {
    const dirty = this.#tracks.takeDirty();
    const needed = this.#tracks.slots.highWater;
    if (needed > this.#texels.capacity) this.#grow(needed);
    if (Math.abs(simMs - this.#epochMs) > EPOCH_REACH_MS) this.#rebase(simMs);
    else for (const slot of dirty) this.#write(slot);
    if (dirty.length > 0) this.#upload(dirty);
    uniforms.uSimMs.value = simMs - this.#epochMs;
    this.#dots.setDrawRange(0, needed);
    // Until the first pass there is nothing to read.
    this.root.visible = needed > 0;
    if (needed === 0) return;
    const rows = Math.ceil(needed / AGENTS_PER_ROW);
    this.#target.viewport.set(0, 0, AGENTS_PER_ROW, rows);
    renderer.setRenderTarget(this.#target);
    renderer.render(this.#prepass, this.#camera);
    renderer.setRenderTarget(null);
  }

  /** Chooses who gets limbs: bodies of these neighborhoods. */
  listNear(neighborhoods: ReadonlySet<number>): void {
    const people: number[] = [];
    const cars: number[] = [];
    for (const agent of this.#tracks.agents()) {
      let walks = false;
      let drives = false;
      for (const stretch of this.#tracks.stretchesOf(agent)) {
        if (!neighborhoods.has(stretch.neighborhood)) continue;
        if (stretch.car) drives = true;
        else walks = true;
      }
      const slot = this.#tracks.slots.slotOf(agent);
      if (slot < 0) continue;
      if (walks) people.push(slot);
      if (drives) cars.push(slot);
    }
    this.nearCount = people.length + cars.length;
    this.#list(this.#people, people);
    this.#list(this.#cars, cars);
    this.#list(this.#beams, cars);
  }

  get reach(): AgentReach {
    return this.#reach;
  }

  dispose(): void {
    this.#target.dispose();
    this.#path.value?.dispose();
    this.#times.value?.dispose();
    for (const geometry of [this.#people, this.#cars, this.#beams, this.#dots]) geometry.dispose();
  }

  #list(geometry: InstancedBufferGeometry, slots: readonly number[]): void {
    const known = geometry.getAttribute("aSlot");
    if (known instanceof InstancedBufferAttribute && known.array.length >= slots.length) {
      known.array.set(slots);
      known.needsUpdate = true;
    } else {
      const list = new Float32Array(Math.max(256, slots.length * 2));
      list.set(slots);
      geometry.setAttribute("aSlot", new InstancedBufferAttribute(list, 1));
    }
    geometry.instanceCount = slots.length;
  }

  #write(slot: number): void {
    const agent = this.#tracks.slots.agentAt(slot);
    writeSlot(this.#texels, slot, agent, agent < 0 ? [] : this.#tracks.stretchesOf(agent), this.#epochMs);
  }

  /** Uploads the rows that hold these slots. */
  #upload(slots: readonly number[]): void {
    const rows = new Set(slots.map((slot) => Math.floor(slot / AGENTS_PER_ROW)));
    for (const [texture, width] of [
      [this.#path.value, AGENTS_PER_ROW * STRETCHES * VERTICES],
      [this.#times.value, AGENTS_PER_ROW * STRETCHES],
    ] as const) {
      if (!texture) continue;
      for (const row of rows) texture.addUpdateRange(row * width * 4, width * 4);
      texture.needsUpdate = true;
    }
  }

  /** Moves the epoch to now, so that 32-bit floats stay exact to a millisecond or so. */
  #rebase(simMs: number): void {
    this.#epochMs = simMs;
    this.#rewriteAll();
  }

  #grow(needed: number): void {
    let capacity = this.#texels.capacity;
    while (capacity < needed) capacity *= 2;
    capacity = Math.min(capacity, BODIES_MAX);
    this.#texels = createTexels(capacity);
    this.#target.dispose();
    this.#target = this.#allocate(capacity);
    this.#rewriteAll();
  }

  #rewriteAll(): void {
    for (let slot = 0; slot < this.#tracks.slots.highWater; slot++) this.#write(slot);
    for (const texture of [this.#path.value, this.#times.value]) {
      texture?.clearUpdateRanges();
      if (texture) texture.needsUpdate = true;
    }
  }

  #allocate(capacity: number): WebGLRenderTarget {
    const rows = capacity / AGENTS_PER_ROW;
    this.#path.value?.dispose();
    this.#times.value?.dispose();
    const path = new DataTexture(
      this.#texels.path,
      AGENTS_PER_ROW * STRETCHES * VERTICES,
      rows,
      RGBAIntegerFormat,
      UnsignedShortType,
    );
    path.internalFormat = "RGBA16UI";
    const times = new DataTexture(
      this.#texels.times,
      AGENTS_PER_ROW * STRETCHES,
      rows,
      RGBAFormat,
      FloatType,
    );
    for (const texture of [path, times]) texture.needsUpdate = true;
    this.#path.value = path;
    this.#times.value = times;
    const target = new WebGLRenderTarget(AGENTS_PER_ROW, rows, {
      format: RGBAIntegerFormat,
      type: UnsignedIntType,
      internalFormat: "RGBA32UI",
      minFilter: NearestFilter,
      magFilter: NearestFilter,
      depthBuffer: false,
      generateMipmaps: false,
    });
    this.#agents.value = target.texture;
    return target;
  }
}

function beamGeometry(): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute("position", new Float32BufferAttribute([-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0], 3));
  geometry.setIndex([0, 2, 1, 0, 3, 2]);
  return geometry;
}
