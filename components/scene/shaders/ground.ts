import { HASH, LAYER, LIGHT, SHADOW } from "./common.ts";

export const GROUND_VERTEX = /* glsl */ `
in vec2 aPlace; in vec4 aDetail; in vec4 aKind;
out vec3 vWorld; out vec4 vDetail; flat out ivec4 vKind;
${LAYER}
void main() {
  vec4 world = modelMatrix * vec4(aPlace.x, 0.0, aPlace.y, 1.0);
  vWorld = world.xyz; vDetail = aDetail / 20.0; vKind = ivec4(aKind + 0.5);
  gl_Position = layered(projectionMatrix * viewMatrix * world, aKind.x);
}
`;

/** The land under everything: one quad that follows the camera. */
export const LAND_VERTEX = /* glsl */ `
out vec3 vWorld; out vec4 vDetail; flat out ivec4 vKind;
${LAYER}
void main() {
  vec4 world = modelMatrix * vec4(position, 1.0);
  vWorld = world.xyz; vDetail = vec4(0.0); vKind = ivec4(20, 0, 0, 0);
  gl_Position = layered(projectionMatrix * viewMatrix * world, -1.0);
}
`;

const PATCHES = /* glsl */ `
vec3 grass(vec2 p) {
  float patches = noise2(p * 0.03), fine = noise2(p * 0.6);
  return mix(vec3(0.072, 0.125, 0.04), vec3(0.13, 0.18, 0.06), patches) * (0.86 + 0.28 * fine);
}
vec3 land(vec2 p) {
  vec2 cell = floor(p / 260.0 + 0.35 * vec2(noise2(p * 0.002), noise2(p * 0.002 + 7.0)));
  float h = hash21(cell);
  vec3 field = h < 0.4 ? vec3(0.15, 0.175, 0.07) : h < 0.7 ? vec3(0.105, 0.15, 0.055) : vec3(0.21, 0.19, 0.10);
  float wood = smoothstep(0.52, 0.62, noise2(p * 0.0016 + 3.0));
  field = mix(field, vec3(0.045, 0.085, 0.035), wood);
  return field * (0.88 + 0.24 * noise2(p * 0.05));
}
vec3 lot(vec2 p, int zone, int seed) {
  float tone = 0.9 + 0.2 * hash21(vec2(float(seed), float(zone)));
  if (zone == 3 || zone == 4 || zone == 7) return grass(p) * tone;
  vec3 stone = zone == 0 ? vec3(0.215, 0.215, 0.205) : zone == 1 ? vec3(0.255, 0.22, 0.175) : zone == 5 || zone == 6 ? vec3(0.165, 0.165, 0.16) : vec3(0.20, 0.205, 0.18);
  return stone * tone * (0.92 + 0.16 * noise2(p * 0.5));
}
float line(float x, float half_, float fw) { return 1.0 - smoothstep(half_, half_ + fw, abs(x)); }
float tiles(vec2 p, float size) {
  vec2 q = abs(fract(p / size) - 0.5) * size, fw = fwidth(p);
  float joint = max(step(size * 0.5 - 0.03, q.x), step(size * 0.5 - 0.03, q.y));
  return joint * clamp(1.3 - max(fw.x, fw.y) * 8.0, 0.0, 1.0);
}
float halfRoadOf(int c) { return c == 0 ? 8.0 : c == 1 ? 4.6 : c == 2 ? 1.9 : 0.0; }
vec3 pavement(vec2 p, vec4 d, int c) {
  vec3 stone = c == 3 ? vec3(0.30, 0.27, 0.225) : vec3(0.255, 0.25, 0.238);
  stone *= 0.93 + 0.14 * noise2(p * 0.35);
  stone *= 1.0 - 0.16 * tiles(p, 1.2);
  float kerb = halfRoadOf(c);
  if (kerb > 0.0 && d.w > kerb) stone = mix(stone, vec3(0.5), line(abs(d.x) - kerb - 0.15, 0.14, fwidth(d.x)) * 0.55 * clamp(1.2 - fwidth(d.x) * 2.0, 0.0, 1.0));
  return stone;
}
vec3 road(vec2 p, vec4 d, int c, bool markings) {
  vec3 asphalt = vec3(0.092, 0.095, 0.102) * (0.88 + 0.2 * noise2(p * 0.8) + 0.12 * noise2(p * 0.07));
  if (c == 2) asphalt = mix(asphalt, vec3(0.2, 0.18, 0.155), 0.55);
  if (!markings || c > 1) return asphalt;
  float fw = fwidth(d.x) + 1e-3, fade = clamp(1.25 - fw * 1.6, 0.0, 1.0);
  float clear = min(d.y, d.z);
  float body = step(5.4, clear), mark = 0.0;
  float dash = step(fract(d.y / 6.0), 0.5);
  if (c == 0) {
    mark = max(line(abs(d.x) - 0.22, 0.07, fw), line(abs(d.x) - 4.0, 0.07, fw) * step(fract(d.y / 7.5), 0.4)) * body;
    mark = max(mark, line(abs(d.x) - 7.6, 0.06, fw) * 0.7 * body);
  } else {
    mark = line(d.x, 0.07, fw) * dash * body;
  }
  float zebra = step(0.6, clear) * step(clear, 3.6) * step(fract(d.x / 1.1 + 0.25), 0.5);
  float incoming = d.y < d.z ? -d.x : d.x;
  float stop = step(4.3, clear) * step(clear, 4.75) * step(0.0, incoming);
  mark = max(mark, max(zebra, stop) * clamp(1.6 - fw * 2.0, 0.0, 1.0));
  return mix(asphalt, vec3(0.52, 0.52, 0.5), mark * 0.85 * fade);
}
vec3 park(vec2 p) {
  vec3 g = grass(p) * 1.08;
  float ridge = abs(noise2(p * 0.021 + 11.0) - 0.5);
  float fw = fwidth(ridge) + 1e-4;
  float path = 1.0 - smoothstep(0.018, 0.018 + fw + 0.004, ridge);
  return mix(g, vec3(0.36, 0.30, 0.21) * (0.9 + 0.2 * noise2(p * 0.9)), path * 0.9);
}
vec3 water(vec2 p, vec3 toEye, out vec3 shine) {
  float far = 1.0 / (1.0 + length(fwidth(p)) * 0.5);
  float t = uSeconds;
  vec2 slope = vec2(noise2(p * 0.11 + t * 0.32) + 0.55 * noise2(p * 0.37 - t * 0.47) + 0.3 * noise2(p * 1.1 + t * 0.8),
                    noise2(p * 0.10 - t * 0.28 + 40.0) + 0.55 * noise2(p * 0.33 + t * 0.42 + 9.0) + 0.3 * noise2(p * 1.0 - t * 0.7)) - 0.92;
  vec3 n = normalize(vec3(slope.x * 0.13 * far, 1.0, slope.y * 0.13 * far));
  vec3 r = reflect(-toEye, n); r.y = abs(r.y);
  float fresnel = 0.03 + 0.97 * pow(1.0 - max(dot(n, toEye), 0.0), 5.0);
  shine = skyAt(r) * fresnel + uKeyColour * pow(max(dot(r, uKey), 0.0), 220.0) * 1.6 * (1.0 - uNight * 0.6);
  shine += vec3(1.0, 0.6, 0.3) * uNight * 0.05 * far * pow(noise2(vec2(p.x * 0.06, p.y * 0.5 + t)), 3.0);
  return vec3(0.012, 0.05, 0.068);
}
`;

export const GROUND_FRAGMENT = /* glsl */ `
in vec3 vWorld; in vec4 vDetail; flat in ivec4 vKind;
out vec4 outColour;
${HASH}${LIGHT}${SHADOW}${PATCHES}
// Pools of light under lamps that stand every 24 m on both kerbs.
vec3 lamps(vec4 d, int c, vec3 albedo) {
  float kerb = halfRoadOf(c) + 0.9;
  vec2 q = vec2(mod(d.y + 12.0, 24.0) - 12.0, abs(d.x) - kerb);
  float pool = exp(-dot(q, q) / 42.0);
  return vec3(1.0, 0.66, 0.34) * (0.12 + pool * 0.75) * uNight * (0.05 + albedo);
}
void main() {
  vec2 p = vWorld.xz; vec3 toEye = normalize(cameraPosition - vWorld);
  vec3 albedo = vec3(0.3), glow = vec3(0.0), shine = vec3(0.0);
  int kind = vKind.x, c = vKind.y;
  if (kind == 9) {
    vec2 q = max(abs(vDetail.xy) - (vDetail.zw - float(c) / 20.0), 0.0);
    float k = clamp(1.0 - length(q) / (float(c) / 20.0), 0.0, 1.0);
    outColour = vec4(display(haze(vec3(0.0), vWorld)).rgb * 0.5, k * k * 0.5);
    return;
  }
  if (kind == 20) albedo = land(p);
  else if (kind == 0) albedo = lot(p, vKind.z, vKind.w);
  else if (kind == 1) albedo = park(p);
  else if (kind == 2) { albedo = vec3(0.37, 0.34, 0.29) * (0.94 + 0.12 * noise2(p * 0.3)) * (1.0 - 0.2 * tiles(p, 2.4)); glow = vec3(1.0, 0.66, 0.36) * uNight * 0.07; }
  else if (kind == 3) { albedo = vec3(0.33, 0.31, 0.28) * (0.94 + 0.12 * noise2(p * 0.4)) * (1.0 - 0.2 * tiles(p, 1.8)); glow = vec3(1.0, 0.66, 0.36) * uNight * 0.03; }
  else if (kind == 4) albedo = water(p, toEye, shine);
  else if (kind == 5) { albedo = pavement(p, vDetail, c); glow = lamps(vDetail, c, albedo); }
  else if (kind == 6) { albedo = road(p, vDetail, c, true); glow = lamps(vDetail, c, albedo); }
  else { albedo = road(p, vDetail, c, false); glow = vec3(1.0, 0.66, 0.34) * uNight * 0.3 * (0.05 + albedo); }
  float facing = max(uKey.y, 0.0);
  vec3 light = ambientAt(vec3(0.0, 1.0, 0.0)) * 0.92 + uKeyColour * facing * shadowAt(vWorld, 0.3);
  vec3 c3 = albedo * light + glow + shine;
  outColour = display(haze(c3, vWorld));
}
`;
