import { LIMITS } from "#city/limits.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { hashWords } from "#city/rng.ts";
import type { Stretch } from "./tracks.ts";

/** Agents in one row of the textures. */
export const AGENTS_PER_ROW = 64;
export const STRETCHES = 2;
export const VERTICES = LIMITS.legVerticesMax;
/** Steps of a metre in the path texture; 20 bits of them reach 26 km. */
const STEPS_PER_M = 40;
/** Added before encoding, so that what stands a little over the edge of the plan stays positive. */
const MARGIN_M = 500;
/** Start of a stretch that is not there. */
const NEVER = 1e12;

/** Flag bits of a stretch (a float holds 24 bits exactly): 1 car, 2 outside agent, then 16 random bits for its car. */
const CAR = 1;
const OUTSIDE = 2;
const WORD_SHIFT = 4;

/** What the pre-pass reads: a fixed slot of two stretches per agent. */
export interface AgentTexels {
  readonly capacity: number;
  /** 4 numbers a vertex: x and z low 16 bits, share of the time, x and z high 4 bits. */
  readonly path: Uint16Array;
  /** 4 numbers a stretch: start, duration and hiding time (ms since the epoch), flags. */
  readonly times: Float32Array;
  /** The packed look of each agent. */
  readonly looks: Uint32Array;
}

export function createTexels(capacity: number): AgentTexels {
  const times = new Float32Array(capacity * STRETCHES * 4);
  for (let i = 0; i < times.length; i += 4) times[i] = NEVER;
  const path = new Uint16Array(capacity * STRETCHES * VERTICES * 4);
  return { capacity, path, times, looks: new Uint32Array(capacity) };
}

/** Writes a slot; an empty list empties it. `epochMs` is what times in the texture are relative to. */
export function writeStretches(
  texels: AgentTexels,
  slot: number,
  agent: number,
  stretches: readonly Stretch[],
  epochMs: number,
): void {
  for (let k = 0; k < STRETCHES; k++) {
    const stretch = stretches[k];
    const at = (slot * STRETCHES + k) * 4;
    if (!stretch) {
      texels.times[at] = NEVER;
      continue;
    }
    texels.times[at] = stretch.startMs - epochMs;
    texels.times[at + 1] = Math.max(1, stretch.endMs - stretch.startMs);
    texels.times[at + 2] = Math.min(NEVER, stretch.hideMs - epochMs);
    texels.times[at + 3] = flagsOf(agent, stretch.car);
    writePath(texels.path, (slot * STRETCHES + k) * VERTICES * 4, stretch);
  }
}

function flagsOf(agent: number, car: boolean): number {
  const word = hashWords(agent, 29) & 0xffff;
  return (car ? CAR : 0) + (agent >= OUTSIDE_AGENT_BASE ? OUTSIDE : 0) + word * (1 << WORD_SHIFT);
}

function writePath(path: Uint16Array, base: number, stretch: Stretch): void {
  const { line } = stretch;
  const last = Math.min(line.at.length, VERTICES) - 1;
  for (let i = 0; i < VERTICES; i++) {
    const from = Math.min(i, last);
    const x = Math.max(0, Math.round(((line.xM[from] ?? 0) + MARGIN_M) * STEPS_PER_M));
    const z = Math.max(0, Math.round(((line.zM[from] ?? 0) + MARGIN_M) * STEPS_PER_M));
    const at = base + i * 4;
    path[at] = x & 0xffff;
    path[at + 1] = z & 0xffff;
    path[at + 2] = i >= last ? 0xffff : Math.round((line.at[from] ?? 0) * 0xffff);
    path[at + 3] = ((x >> 16) & 15) | (((z >> 16) & 15) << 4);
  }
}

/** GLSL that reads these textures back; kept beside the layout it depends on. */
export const TEXELS_GLSL = /* glsl */ `
const int AGENTS_PER_ROW = ${AGENTS_PER_ROW};
const int VERTICES = ${VERTICES};
vec3 vertexAt(ivec2 base, int i) {
  uvec4 t = texelFetch(uPath, base + ivec2(i, 0), 0);
  vec2 steps = vec2(float(t.x | ((t.w & 15u) << 16)), float(t.y | ((t.w >> 4) << 16)));
  return vec3(steps / ${STEPS_PER_M}.0 - ${MARGIN_M}.0, float(t.z) / 65535.0);
}
`;
