import { HASH, LIGHT, SHADOW } from "./common.ts";

export const SOLID_VERTEX = /* glsl */ `
in vec4 aNormal; in vec2 aFacade; in vec4 aColour; in vec4 aMeta;
out vec3 vWorld; out vec2 vFacade; flat out vec3 vNormal; flat out vec4 vColour; flat out vec4 vMeta; flat out int vSurface;
void main() {
  vec4 world = modelMatrix * vec4(position, 1.0);
  vWorld = world.xyz; vFacade = aFacade / 256.0; vNormal = aNormal.xyz / 127.0; vSurface = int(aNormal.w + 0.5);
  vColour = aColour; vMeta = aMeta;
  gl_Position = projectionMatrix * viewMatrix * world;
}
`;

const FACADE = /* glsl */ `
uniform vec4 uLamps;
struct Pane { vec2 low; vec2 high; };
Pane paneOf(float style) {
  if (style < 0.5) return Pane(vec2(0.25, 0.28), vec2(0.75, 0.80));
  if (style < 1.5) return Pane(vec2(0.03, 0.36), vec2(0.97, 0.82));
  if (style < 2.5) return Pane(vec2(0.28, 0.12), vec2(0.72, 0.92));
  if (style < 3.5) return Pane(vec2(0.06, 0.09), vec2(0.94, 0.95));
  if (style < 4.5) return Pane(vec2(0.05, 0.58), vec2(0.95, 0.86));
  return Pane(vec2(0.31, 0.30), vec2(0.69, 0.76));
}
float lampShare(float profile) { return profile < 0.5 ? uLamps.x : profile < 1.5 ? uLamps.y : profile < 2.5 ? uLamps.z : uLamps.w; }

// Windows in bays and floors. Gives how much of this pixel is glass; changes albedo, adds lamp light.
float facade(inout vec3 albedo, inout vec3 lamp, vec3 toEye) {
  float style = vMeta.x, profile = vMeta.y, storeys = vMeta.z, seed = vColour.a;
  vec2 id = floor(vFacade), f = fract(vFacade), fw = fwidth(vFacade) + 1e-4;
  float coarse = smoothstep(0.45, 1.1, max(fw.x, fw.y));
  Pane pane = paneOf(style);
  bool street = id.y < 0.5;
  if (street && profile > 1.5 && profile < 2.5) pane = Pane(vec2(0.05, 0.10), vec2(0.95, 0.78));
  vec2 in2 = smoothstep(pane.low - fw, pane.low + fw, f) * (1.0 - smoothstep(pane.high - fw, pane.high + fw, f));
  float glass = mix(in2.x * in2.y, (pane.high.x - pane.low.x) * (pane.high.y - pane.low.y), coarse);
  glass *= step(vFacade.y, storeys + 0.02);
  float own = hash21(id + vec2(seed * 1.7, seed * 0.37));
  // Doors: some bays of the street level are closed up to the ground in a darker tone.
  if (street && profile < 0.5) {
    float door = step(0.72, hash21(vec2(id.x, seed))) * step(0.34, f.x) * step(f.x, 0.66) * step(f.y, 0.78) * (1.0 - coarse);
    albedo = mix(albedo, vec3(0.05, 0.035, 0.03) + 0.06 * vec3(own, hash21(vec2(seed, 3.0)), 0.4), door);
    glass *= 1.0 - door;
  }
  // Sills and frames, only where they are wider than a pixel.
  float fine = 1.0 - smoothstep(0.05, 0.2, max(fw.x, fw.y));
  float sill = step(pane.low.x - 0.04, f.x) * step(f.x, pane.high.x + 0.04) * step(pane.low.y - 0.055, f.y) * step(f.y, pane.low.y);
  albedo = mix(albedo, albedo * 1.35 + 0.03, sill * fine * step(style, 2.5));
  float bar = 1.0 - smoothstep(0.012, 0.02 + fw.x, abs(f.x - 0.5 * (pane.low.x + pane.high.x)));
  glass *= 1.0 - 0.8 * bar * fine * step(0.5, abs(style - 3.0));
  // Lamps behind the panes: each window for itself, seen from far each floor for itself.
  float share = lampShare(profile);
  if (street && profile > 1.5) share = max(share, 0.5);
  float group = profile > 0.5 && profile < 1.5 ? hash21(vec2(id.y * 1.3 + seed, floor(id.x / 4.0) + 9.0)) : own;
  float lit = step(mix(own, group, 0.7), share);
  float floorLit = share * (0.35 + 1.3 * hash21(vec2(id.y + seed * 3.1, floor(id.x / 6.0))));
  vec3 tone = mix(vec3(1.0, 0.62, 0.28), vec3(0.86, 0.92, 1.0), step(0.82, own) * 0.6 + step(0.5, profile) * step(profile, 1.5) * 0.35);
  lamp += tone * glass * mix(lit * (0.35 + 0.9 * hash21(id.yx + seed)), floorLit * 0.5, coarse) * uNight * uNight * 1.25;
  // Glass: dark rooms, blinds here and there, and the sky in it.
  vec3 room = mix(vec3(0.018, 0.022, 0.028), vec3(0.16, 0.15, 0.13), step(0.8, own) * 0.7 * (1.0 - coarse));
  if (style > 2.5 && style < 3.5) room = mix(room, albedo * 0.5, 0.55);
  albedo = mix(albedo, room, glass);
  return glass;
}
`;

export const SOLID_FRAGMENT = /* glsl */ `
in vec3 vWorld; in vec2 vFacade; flat in vec3 vNormal; flat in vec4 vColour; flat in vec4 vMeta; flat in int vSurface;
out vec4 outColour;
${HASH}${LIGHT}${SHADOW}${FACADE}
void main() {
  vec3 n = normalize(vNormal), toEye = normalize(cameraPosition - vWorld);
  vec3 albedo = toLinear(vColour.rgb / 255.0), lamp = vec3(0.0);
  float glass = 0.0;
  if (vSurface == 1) {
    glass = facade(albedo, lamp, toEye);
  } else if (vSurface == 2) {
    albedo *= 0.86 + 0.22 * noise2(vWorld.xz * 0.7 + vColour.a) + (abs(n.y) < 0.95 ? 0.07 * sin(vWorld.y * 16.0) * (1.0 - smoothstep(0.1, 0.5, fwidth(vWorld.y * 2.5))) : 0.0);
  } else if (vSurface == 3) {
    albedo *= 0.7 + 0.5 * noise2(vWorld.xz * 1.3 + vWorld.y * 0.9);
  } else if (vSurface == 4) {
    lamp += vec3(1.0, 0.06, 0.03) * (0.25 + 2.0 * uNight) * (0.35 + 0.65 * step(0.5, fract(uSeconds * 0.6 + vColour.a / 37.0)));
  }
  float foot = smoothstep(-1.0, 11.0, vWorld.y);
  float shade = (vSurface == 3) ? 0.62 + 0.38 * smoothstep(1.5, 6.0, vWorld.y) : mix(0.6, 1.0, foot);
  float facing = max(dot(n, uKey), 0.0);
  float open = facing > 0.0 ? shadowAt(vWorld + n * 0.35, 1.0 - facing) : 0.0;
  if (vSurface == 3) { facing = 0.35 + 0.5 * max(dot(n, uKey), -0.2); open = shadowAt(vWorld + uKey * 1.5, 0.4); }
  vec3 light = ambientAt(n) * shade + uKeyColour * facing * open * mix(0.82, 1.0, foot);
  vec3 c = albedo * light;
  if (glass > 0.0) {
    vec3 r = reflect(-toEye, n); r.y = abs(r.y);
    float facingEye = max(dot(n, toEye), 0.0), fresnel = 0.12 + 0.88 * pow(1.0 - facingEye, 4.0);
    vec3 mirrored = skyAt(r) * mix(0.55, 1.0, smoothstep(0.0, 0.35, r.y)) * mix(0.55, 1.0, foot);
    mirrored += uKeyColour * pow(max(dot(r, uKey), 0.0), 180.0) * 4.0 * open;
    c = mix(c, mirrored, glass * fresnel * (vMeta.x > 2.5 && vMeta.x < 3.5 ? 0.9 : 0.7));
  }
  // Light from the street by night climbs the lowest floors.
  c += albedo * vec3(1.0, 0.62, 0.32) * uNight * 0.22 * exp(-vWorld.y / 7.0);
  outColour = display(haze(c + lamp, vWorld));
}
`;
