/** GLSL shared by every material of the city. */

export const HASH = /* glsl */ `
float hash21(vec2 p) { vec3 q = fract(vec3(p.xyx) * 0.1031); q += dot(q, q.yzx + 33.33); return fract((q.x + q.y) * q.z); }
float noise2(vec2 p) {
  vec2 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
  return mix(mix(hash21(i), hash21(i + vec2(1.0, 0.0)), f.x), mix(hash21(i + vec2(0.0, 1.0)), hash21(i + vec2(1.0, 1.0)), f.x), f.y);
}
`;

/** Sky colour by direction, haze by distance, and the way from light to screen. Needs HASH before it. */
export const LIGHT = /* glsl */ `
uniform vec3 uSun, uKey, uKeyColour, uHorizon, uZenith, uAmbientUp, uAmbientDown;
uniform float uNight, uSeconds, uHaze;
vec3 horizonAt(vec3 d) {
  vec2 flatD = normalize(d.xz + vec2(1e-5)), flatS = normalize(uSun.xz + vec2(1e-5));
  float toSun = 0.5 + 0.5 * dot(flatD, flatS);
  vec3 away = mix(uHorizon, uZenith, 0.42);
  vec3 glow = vec3(0.075, 0.048, 0.03) * uNight;
  return mix(away, uHorizon, 0.3 + 0.7 * toSun * toSun) + glow;
}
vec3 skyAt(vec3 d) { return mix(horizonAt(d), uZenith, 1.0 - exp(-max(d.y, 0.0) * 3.6)); }
vec3 ambientAt(vec3 n) { return mix(uAmbientDown, uAmbientUp, 0.5 + 0.5 * n.y); }
vec3 haze(vec3 c, vec3 world) {
  vec3 d = world - cameraPosition; float l = length(d); d /= max(l, 1e-3);
  float low = 0.35 + 0.65 * exp(-max(world.y, 0.0) / 160.0);
  float f = 1.0 - exp(-pow(l * uHaze, 1.4) * low);
  vec3 sunward = uKeyColour * pow(max(dot(d, uSun), 0.0), 10.0) * 0.1 * (1.0 - uNight);
  return mix(c, horizonAt(d) + sunward, clamp(f, 0.0, 1.0));
}
vec3 toLinear(vec3 c) { return c * c * (0.28 + 0.72 * c); }
vec4 display(vec3 c) {
  c *= mix(0.66, 1.4, uNight);
  c = clamp((c * (2.51 * c + 0.03)) / (c * (2.43 * c + 0.59) + 0.14), 0.0, 1.0);
  return vec4(pow(c, vec3(1.0 / 2.2)), 1.0);
}
`;

/** Shade cast by buildings near the camera. */
export const SHADOW = /* glsl */ `
uniform sampler2D uShadow; uniform mat4 uShadowMatrix; uniform vec2 uShadowInfo;
float shadowAt(vec3 world, float slope) {
  if (uShadowInfo.y < 0.5) return 1.0;
  vec4 p = uShadowMatrix * vec4(world, 1.0); vec3 q = p.xyz * 0.5 + 0.5;
  vec2 edge = abs(p.xy);
  float fade = smoothstep(0.82, 1.0, max(edge.x, edge.y));
  if (fade >= 1.0 || q.z > 1.0) return 1.0;
  float bias = 0.00025 + 0.0004 * slope, sum = 0.0;
  for (int i = 0; i < 4; i++) {
    vec2 o = vec2(float(i & 1), float(i >> 1)) - 0.5;
    sum += step(q.z - bias, texture(uShadow, q.xy + o * uShadowInfo.x).r);
  }
  return mix(sum * 0.25, 1.0, fade);
}
`;

/** Pushes flat ground a little away from the eye by its layer, so that layers never fight and never cover what stands on them. */
export const LAYER = /* glsl */ `
vec4 layered(vec4 clip, float layer) { clip.z += (11.0 - layer) * 2.0e-5 * clip.w; return clip; }
`;
