import {
  AdditiveBlending,
  BufferGeometry,
  Camera,
  Float32BufferAttribute,
  GLSL3,
  Group,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  NearestFilter,
  Points,
  RGBAIntegerFormat,
  Scene,
  ShaderMaterial,
  Sphere,
  UnsignedIntType,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from "three";
import {
  BEAM_FRAGMENT,
  BEAM_VERTEX,
  BODY_FRAGMENT,
  CAR_VERTEX,
  DIAMOND_FRAGMENT,
  DIAMOND_VERTEX,
  DOT_FRAGMENT,
  DOT_VERTEX,
  PERSON_VERTEX,
  PREPASS_FRAGMENT,
  PREPASS_VERTEX,
} from "../shaders/agents.ts";
import { uniforms } from "../uniforms.ts";
import { AGENTS_PER_ROW } from "./agent-texels.ts";
import { AgentTextures } from "./agent-textures.ts";
import { carGeometry, personGeometry } from "./body-geometry.ts";
import { diamondGeometry } from "./markers.ts";
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
  readonly #textures: AgentTextures;
  readonly #prepass = new Scene();
  readonly #camera = new Camera();
  readonly #people: InstancedBufferGeometry;
  readonly #cars: InstancedBufferGeometry;
  readonly #beams: InstancedBufferGeometry;
  readonly #diamonds: InstancedBufferGeometry;
  readonly #dots: BufferGeometry;
  #target: WebGLRenderTarget;
  #epochMs = 0;
  /** Bodies drawn with limbs and wheels at the last listing. */
  nearCount = 0;

  /** `lookOf` gives the packed look of an agent; whose has changed is told to the tracks (`touch`). */
  constructor(tracks: Tracks, reach: AgentReach, lookOf: (agent: number) => number) {
    this.#tracks = tracks;
    this.#reach = reach;
    this.#textures = new AgentTextures(tracks, lookOf, CAPACITY_FIRST);
    this.#target = this.#allocate(CAPACITY_FIRST);
    const near = { value: new Vector2(reach.personM, reach.carM) };
    const shared = { ...uniforms, uAgents: this.#agents, uLooks: this.#textures.looks, uNear: near };
    const material = (vertexShader: string, fragmentShader: string) =>
      new ShaderMaterial({ glslVersion: GLSL3, uniforms: shared, vertexShader, fragmentShader });
    this.#people = personGeometry();
    this.#cars = carGeometry();
    this.#beams = beamGeometry();
    this.#diamonds = diamondGeometry();
    this.#dots = new BufferGeometry();
    this.#dots.boundingSphere = new Sphere();
    const beam = material(BEAM_VERTEX, BEAM_FRAGMENT);
    beam.blending = AdditiveBlending;
    beam.transparent = true;
    beam.depthWrite = false;
    for (const geometry of [this.#people, this.#cars, this.#beams, this.#diamonds]) this.#list(geometry, []);
    const drawn = [
      new Mesh(this.#people, material(PERSON_VERTEX, BODY_FRAGMENT(false))),
      new Mesh(this.#cars, material(CAR_VERTEX, BODY_FRAGMENT(true))),
      new Points(this.#dots, material(DOT_VERTEX, DOT_FRAGMENT)),
      new Mesh(this.#beams, beam),
      new Mesh(this.#diamonds, material(DIAMOND_VERTEX, DIAMOND_FRAGMENT)),
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
        uniforms: { uPath: this.#textures.path, uTimes: this.#textures.times, uSimMs: uniforms.uSimMs },
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
    if (needed > this.#textures.capacity) this.#grow(needed);
    if (Math.abs(simMs - this.#epochMs) > EPOCH_REACH_MS) this.#rebase(simMs);
    else if (dirty.length > 0) this.#textures.write(dirty, this.#epochMs);
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

  /** Puts a diamond over each of these, as far as they are in the open. */
  mark(agents: Iterable<number>): void {
    const slots = [...agents].map((agent) => this.#tracks.slots.slotOf(agent));
    this.#list(
      this.#diamonds,
      slots.filter((slot) => slot >= 0),
    );
  }

  /** The packed look an agent is drawn with, or null when it is not in the open. */
  lookDrawn(agent: number): number | null {
    const slot = this.#tracks.slots.slotOf(agent);
    return slot < 0 ? null : this.#textures.lookIn(slot);
  }

  get reach(): AgentReach {
    return this.#reach;
  }

  dispose(): void {
    this.#target.dispose();
    this.#textures.dispose();
    for (const geometry of [this.#people, this.#cars, this.#beams, this.#diamonds, this.#dots])
      geometry.dispose();
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

  /** Moves the epoch to now, so that 32-bit floats stay exact to a millisecond or so. */
  #rebase(simMs: number): void {
    this.#epochMs = simMs;
    this.#textures.writeAll(simMs);
  }

  #grow(needed: number): void {
    let { capacity } = this.#textures;
    while (capacity < needed) capacity *= 2;
    capacity = Math.min(capacity, BODIES_MAX);
    this.#textures.grow(capacity);
    this.#target.dispose();
    this.#target = this.#allocate(capacity);
    this.#textures.writeAll(this.#epochMs);
  }

  #allocate(capacity: number): WebGLRenderTarget {
    const rows = capacity / AGENTS_PER_ROW;
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
