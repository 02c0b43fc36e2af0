import { TEXELS_GLSL } from "../agents/agent-texels.ts";
import { DIAMOND_GLSL } from "../agents/markers.ts";
import { LIGHT, SHADOW } from "./common.ts";
import { LOOKS_GLSL } from "./looks.ts";

export const PREPASS_VERTEX = /* glsl */ `
void main() { gl_Position = vec4(position.xy, 0.0, 1.0); }
`;

/** One fragment per agent: where it is now, which way it faces, what it is. Everything drawn of it reads this one texel. */
export const PREPASS_FRAGMENT = /* glsl */ `
precision highp usampler2D;
uniform usampler2D uPath; uniform sampler2D uTimes; uniform float uSimMs;
layout(location = 0) out uvec4 outAgent;
${TEXELS_GLSL}
void main() {
  ivec2 cell = ivec2(gl_FragCoord.xy);
  vec4 first = texelFetch(uTimes, ivec2(cell.x * 2, cell.y), 0), second = texelFetch(uTimes, ivec2(cell.x * 2 + 1, cell.y), 0);
  int which = second.x <= uSimMs ? 1 : 0;
  vec4 t = which == 1 ? second : first;
  outAgent = uvec4(0u);
  if (t.x > uSimMs || t.z < uSimMs) return;
  float k = clamp((uSimMs - t.x) / t.y, 0.0, 1.0);
  ivec2 base = ivec2((cell.x * 2 + which) * VERTICES, cell.y);
  vec3 a = vertexAt(base, 0), b = a, before = a;
  float walked = 0.0;
  for (int i = 1; i < VERTICES; i++) {
    before = a; if (i > 1) { walked += distance(a.xy, b.xy); before = a; a = b; }
    b = vertexAt(base, i);
    if (b.z >= k) break;
  }
  vec2 way = b.xy - a.xy; float reach = length(way);
  float part = b.z > a.z ? clamp((k - a.z) / (b.z - a.z), 0.0, 1.0) : 1.0;
  vec2 place = a.xy + way * part;
  vec2 dir = reach > 0.01 ? way / reach : vec2(0.0, 1.0);
  // Turn into a corner over the first metres behind it.
  vec2 old = a.xy - before.xy; float oldReach = length(old);
  if (oldReach > 0.01) {
    vec2 mixed = mix(old / oldReach, dir, smoothstep(-1.0, 5.0, reach * part));
    if (dot(mixed, mixed) > 0.01) dir = normalize(mixed);
  }
  uint flags = uint(t.w);
  bool moving = k < 1.0 && reach > 0.01;
  uint phase = uint(fract((walked + reach * part) / 1.5) * 255.0);
  outAgent = uvec4(floatBitsToUint(place.x), floatBitsToUint(place.y), packSnorm2x16(dir), 1u | ((flags & 3u) << 1) | (moving ? 8u : 0u) | (phase << 4) | ((flags >> 4) << 12));
}
`;

const AGENT = /* glsl */ `
precision highp usampler2D;
uniform usampler2D uAgents; uniform vec2 uNear; uniform float uSelected;
struct Agent { bool seen, car, outside, moving; vec2 place, dir; float phase; uint word; };
Agent agentAt(int slot) {
  uvec4 t = texelFetch(uAgents, ivec2(slot % 64, slot / 64), 0);
  return Agent((t.w & 1u) != 0u, (t.w & 2u) != 0u, (t.w & 4u) != 0u, (t.w & 8u) != 0u, uintBitsToFloat(t.xy), unpackSnorm2x16(t.z), float((t.w >> 4) & 255u) / 255.0, t.w >> 12);
}
vec3 pick(uint word, vec3 a, vec3 b, vec3 c, vec3 d, vec3 e, vec3 f) {
  uint k = word % 6u; return k == 0u ? a : k == 1u ? b : k == 2u ? c : k == 3u ? d : k == 4u ? e : f;
}
vec3 paint(uint l) { return pick(l, vec3(0.5, 0.51, 0.52), vec3(0.06, 0.07, 0.08), vec3(0.33, 0.05, 0.04), vec3(0.05, 0.12, 0.26), vec3(0.62, 0.6, 0.55), vec3(0.16, 0.2, 0.17)); }
const vec4 HIDDEN = vec4(2.0, 2.0, 2.0, 1.0);
${LOOKS_GLSL}
`;

export const PERSON_VERTEX = /* glsl */ `
in vec3 aNormal3; in vec2 aPart; in vec3 aWear; in float aSlot;
out vec3 vWorld; out vec3 vNormal; flat out vec3 vColour;
${AGENT}
void main() {
  int slot = int(aSlot + 0.5);
  Agent a = agentAt(slot);
  float far = distance(cameraPosition, vec3(a.place.x, 1.0, a.place.y));
  if (!a.seen || a.car || far > uNear.x) { gl_Position = HIDDEN; return; }
  uint look[LOOK_PARTS] = lookAt(slot);
  // What it wears: a tone, then the part of the look that decides whether it is there, and with which choices.
  if (aWear.y > -0.5 && (uint(aWear.z + 0.5) >> look[int(aWear.y + 0.5)] & 1u) == 0u) { gl_Position = HIDDEN; return; }
  vec3 p = position, n = aNormal3;
  float swing = a.moving ? sin(a.phase * 6.2832) * 0.62 : 0.0;
  // Limbs: 0 trunk and head, 1 and 2 legs, 3 and 4 arms; the second number is the height they hang from.
  float turn = aPart.x > 0.5 ? (aPart.x < 2.5 ? 1.0 : -0.8) * (mod(aPart.x, 2.0) > 0.5 ? swing : -swing) : 0.0;
  float s = sin(turn), c = cos(turn);
  p.yz = vec2(p.y - aPart.y, p.z) * mat2(c, -s, s, c) + vec2(aPart.y, 0.0);
  n.yz = n.yz * mat2(c, -s, s, c);
  p.y += a.moving ? abs(sin(a.phase * 6.2832)) * 0.035 : 0.0;
  p *= SIZE_OF_BUILD[look[LOOK_BUILD]];
  mat2 face = mat2(a.dir.y, -a.dir.x, a.dir.x, a.dir.y);
  p.xz = face * p.xz; n.xz = face * n.xz;
  vWorld = vec3(p.x + a.place.x, p.y, p.z + a.place.y); vNormal = n;
  vColour = toneOf(look, int(aWear.x + 0.5));
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.0);
}
`;

export const CAR_VERTEX = /* glsl */ `
in vec3 aNormal3; in vec2 aPart; in float aSlot;
out vec3 vWorld; out vec3 vNormal; flat out vec3 vColour; flat out float vGlow;
uniform float uNight;
${AGENT}
void main() {
  int slot = int(aSlot + 0.5);
  Agent a = agentAt(slot);
  float far = distance(cameraPosition, vec3(a.place.x, 1.0, a.place.y));
  if (!a.seen || !a.car || far > uNear.y) { gl_Position = HIDDEN; return; }
  mat2 face = mat2(a.dir.y, -a.dir.x, a.dir.x, a.dir.y);
  vec3 p = position, n = aNormal3;
  bool van = (a.word & 7u) == 0u;
  if (van) { p.y *= p.y > 0.5 ? 1.35 : 1.0; p.z *= 1.12; }
  p.xz = face * p.xz; n.xz = face * n.xz;
  vWorld = vec3(p.x + a.place.x, p.y, p.z + a.place.y); vNormal = n;
  vec3 body = a.outside ? toneOf(lookAt(slot), TONE_TOP) : (a.word & 31u) == 3u ? vec3(0.6, 0.38, 0.03) : paint(a.word >> 3);
  vGlow = 0.0;
  // Parts: 0 body, 1 glass, 2 wheels, 3 head lamps, 4 tail lamps.
  vColour = body;
  if (aPart.x > 3.5) { vColour = vec3(0.3, 0.01, 0.01); vGlow = 1.0 * (0.15 + 0.85 * uNight) * (a.moving ? 1.0 : 1.6); }
  else if (aPart.x > 2.5) { vColour = vec3(1.0, 0.92, 0.72); vGlow = 0.25 + 1.6 * uNight; }
  else if (aPart.x > 1.5) vColour = vec3(0.015);
  else if (aPart.x > 0.5) vColour = vec3(0.02, 0.026, 0.032);
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.0);
}
`;

export const BODY_FRAGMENT = (glow: boolean) => /* glsl */ `
in vec3 vWorld; in vec3 vNormal; flat in vec3 vColour; ${glow ? "flat in float vGlow;" : "const float vGlow = 0.0;"}
out vec4 outColour;
${LIGHT}${SHADOW}
void main() {
  vec3 n = normalize(vNormal);
  float facing = max(dot(n, uKey), 0.0);
  float open = shadowAt(vWorld + vec3(0.0, 0.3, 0.0), 0.6);
  vec3 light = ambientAt(n) + uKeyColour * (0.15 + 0.85 * facing) * open + vec3(1.0, 0.66, 0.36) * uNight * 0.14;
  vec3 c = vColour * light * mix(0.65, 1.0, smoothstep(0.0, 0.7, vWorld.y)) + vColour * vGlow;
  outColour = display(haze(c, vWorld));
}
`;

/** Bodies too far off to have limbs. */
export const DOT_VERTEX = /* glsl */ `
flat out vec3 vColour; out vec3 vWorld;
uniform float uPixels, uNight;
${AGENT}
void main() {
  Agent a = agentAt(gl_VertexID);
  vWorld = vec3(a.place.x, 0.9, a.place.y);
  float far = distance(cameraPosition, vWorld);
  if (!a.seen || far < (a.car ? uNear.y : uNear.x) || far > 7000.0) { gl_Position = HIDDEN; gl_PointSize = 0.0; return; }
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.0);
  float real = uPixels * (a.car ? 3.2 : 1.1) / far;
  gl_PointSize = clamp(real, a.car ? 1.8 : 1.4, 6.0) * (a.outside ? 1.7 : 1.0);
  vec3 lamp = dot(normalize(cameraPosition.xz - a.place), a.dir) > 0.0 ? vec3(1.0, 0.86, 0.6) : vec3(0.85, 0.1, 0.06);
  vColour = a.car ? mix(paint(a.word >> 3) * 1.3, lamp, uNight) : mix(toneOf(lookAt(gl_VertexID), TONE_TOP) * 1.2, vec3(0.16, 0.12, 0.09), uNight * 0.8);
  if (a.outside) vColour = vec3(0.1, 0.8, 0.75);
}
`;

export const DOT_FRAGMENT = /* glsl */ `
flat in vec3 vColour; in vec3 vWorld;
out vec4 outColour;
${LIGHT}
void main() {
  vec3 light = mix(ambientAt(vec3(0.0, 1.0, 0.0)) + uKeyColour * 0.4, vec3(1.0), uNight);
  outColour = display(haze(vColour * light, vWorld));
}
`;

/** Beams of head lamps on the road and halos of lamps: one soft quad per car, only by night. */
export const BEAM_VERTEX = /* glsl */ `
in float aSlot;
out vec2 vQuad; flat out float vFar;
uniform float uNight;
${AGENT}
void main() {
  Agent a = agentAt(int(aSlot + 0.5));
  float far = distance(cameraPosition, vec3(a.place.x, 1.0, a.place.y));
  if (!a.seen || !a.car || !a.moving || far > uNear.y || uNight < 0.05) { gl_Position = HIDDEN; return; }
  vQuad = position.xy; vFar = 1.0 - far / uNear.y;
  vec2 side = vec2(-a.dir.y, a.dir.x);
  vec2 p = a.place + a.dir * (2.2 + (position.y * 0.5 + 0.5) * 11.0) + side * position.x * (1.0 + (position.y * 0.5 + 0.5) * 2.2);
  gl_Position = projectionMatrix * viewMatrix * vec4(p.x, 0.06, p.y, 1.0);
  gl_Position.z -= 2e-6 * gl_Position.w;
}
`;

export const BEAM_FRAGMENT = /* glsl */ `
in vec2 vQuad; flat in float vFar;
out vec4 outColour;
uniform float uNight;
void main() {
  float along = vQuad.y * 0.5 + 0.5;
  float k = (1.0 - along) * smoothstep(0.0, 0.12, along) * (1.0 - smoothstep(0.3, 1.0, abs(vQuad.x)));
  outColour = vec4(vec3(1.0, 0.85, 0.6) * k * 0.34 * uNight * smoothstep(0.0, 0.3, vFar), 1.0);
}
`;

/** Over the heads of the viewer's own agents and of whoever is selected: a diamond that turns and shines by itself. */
export const DIAMOND_VERTEX = /* glsl */ `
in vec3 aNormal3; in float aSlot;
out vec3 vNormal; flat out float vSelected;
uniform float uSeconds;
${AGENT}${DIAMOND_GLSL}
void main() {
  int slot = int(aSlot + 0.5);
  Agent a = agentAt(slot);
  if (!a.seen) { gl_Position = HIDDEN; return; }
  float far = distance(cameraPosition, vec3(a.place.x, 1.0, a.place.y)), half_ = diamondHalf(far);
  float s = sin(uSeconds * 1.2), c = cos(uSeconds * 1.2);
  mat2 turn = mat2(c, s, -s, c);
  vec3 p = position * half_, n = aNormal3;
  p.xz = turn * p.xz; n.xz = turn * n.xz;
  p.y += 2.1 + half_ * (1.0 + 0.12 * sin(uSeconds * 2.0));
  vNormal = n; vSelected = abs(float(slot) - uSelected) < 0.5 ? 1.0 : 0.0;
  gl_Position = projectionMatrix * viewMatrix * vec4(p.x + a.place.x, p.y, p.z + a.place.y, 1.0);
}
`;

export const DIAMOND_FRAGMENT = /* glsl */ `
in vec3 vNormal; flat in float vSelected;
out vec4 outColour;
void main() {
  vec3 n = normalize(vNormal);
  float shade = 0.72 + 0.28 * n.y + 0.12 * n.x;
  outColour = vec4(mix(vec3(0.16, 0.86, 0.78), vec3(1.0, 0.78, 0.2), vSelected) * shade, 1.0);
}
`;
