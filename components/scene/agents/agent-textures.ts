import {
  DataTexture,
  FloatType,
  RedIntegerFormat,
  RGBAFormat,
  RGBAIntegerFormat,
  UnsignedIntType,
  UnsignedShortType,
} from "three";
import {
  AGENTS_PER_ROW,
  type AgentTexels,
  createTexels,
  STRETCHES,
  VERTICES,
  writeStretches,
} from "./agent-texels.ts";
import type { Tracks } from "./tracks.ts";

interface Uploaded {
  readonly texture: DataTexture;
  /** Numbers of one row. */
  readonly rowLength: number;
}

/** What is known of bodies, as textures with a slot for each: their stretches, and what they look like. */
export class AgentTextures {
  readonly path = { value: null as DataTexture | null };
  readonly times = { value: null as DataTexture | null };
  readonly looks = { value: null as DataTexture | null };
  readonly #tracks: Tracks;
  readonly #lookOf: (agent: number) => number;
  #texels: AgentTexels;
  #uploaded: readonly Uploaded[] = [];

  /** `lookOf` gives the packed look of an agent. */
  constructor(tracks: Tracks, lookOf: (agent: number) => number, capacity: number) {
    this.#tracks = tracks;
    this.#lookOf = lookOf;
    this.#texels = createTexels(capacity);
    this.#allocate();
  }

  get capacity(): number {
    return this.#texels.capacity;
  }

  /** Makes room for so many slots; what is in them is to be written anew. */
  grow(capacity: number): void {
    this.dispose();
    this.#texels = createTexels(capacity);
    this.#allocate();
  }

  /** Writes these slots and uploads the rows that hold them. `epochMs` is what times are relative to. */
  write(slots: readonly number[], epochMs: number): void {
    for (const slot of slots) this.#writeSlot(slot, epochMs);
    const rows = new Set(slots.map((slot) => Math.floor(slot / AGENTS_PER_ROW)));
    for (const { texture, rowLength } of this.#uploaded) {
      for (const row of rows) texture.addUpdateRange(row * rowLength, rowLength);
      texture.needsUpdate = true;
    }
  }

  writeAll(epochMs: number): void {
    for (let slot = 0; slot < this.#tracks.slots.highWater; slot++) this.#writeSlot(slot, epochMs);
    for (const { texture } of this.#uploaded) {
      texture.clearUpdateRanges();
      texture.needsUpdate = true;
    }
  }

  /** The packed look that is drawn in a slot. */
  lookIn(slot: number): number {
    return this.#texels.looks[slot] ?? 0;
  }

  dispose(): void {
    for (const { texture } of this.#uploaded) texture.dispose();
  }

  #writeSlot(slot: number, epochMs: number): void {
    const agent = this.#tracks.slots.agentAt(slot);
    writeStretches(this.#texels, slot, agent, agent < 0 ? [] : this.#tracks.stretchesOf(agent), epochMs);
    if (agent >= 0) this.#texels.looks[slot] = this.#lookOf(agent);
  }

  #allocate(): void {
    const { path, times, looks, capacity } = this.#texels;
    const rows = capacity / AGENTS_PER_ROW;
    const wide = AGENTS_PER_ROW * STRETCHES;
    this.path.value = new DataTexture(path, wide * VERTICES, rows, RGBAIntegerFormat, UnsignedShortType);
    this.path.value.internalFormat = "RGBA16UI";
    this.times.value = new DataTexture(times, wide, rows, RGBAFormat, FloatType);
    this.looks.value = new DataTexture(looks, AGENTS_PER_ROW, rows, RedIntegerFormat, UnsignedIntType);
    this.looks.value.internalFormat = "R32UI";
    this.#uploaded = [
      { texture: this.path.value, rowLength: wide * VERTICES * 4 },
      { texture: this.times.value, rowLength: wide * 4 },
      { texture: this.looks.value, rowLength: AGENTS_PER_ROW },
    ];
    for (const { texture } of this.#uploaded) texture.needsUpdate = true;
  }
}
