import { SIGN_GLSL } from "../houses/board-place.ts";
import { ICON_COLUMNS, ICON_ROWS } from "../houses/use-icons.ts";
import { LIGHT, SHADOW } from "./common.ts";

/** A picture in its frame: a unit box that the mesh's matrix puts on a wall. */
export const BOARD_VERTEX = /* glsl */ `
out vec3 vWorld; out vec3 vNormal; out vec2 vAt; flat out float vFace;
uniform vec2 uSize;
void main() {
  vec4 world = modelMatrix * vec4(position, 1.0);
  vWorld = world.xyz; vNormal = normalize(mat3(modelMatrix) * normal);
  vAt = position.xy * uSize; vFace = normal.z;
  gl_Position = projectionMatrix * viewMatrix * world;
}
`;

export const BOARD_FRAGMENT = /* glsl */ `
in vec3 vWorld; in vec3 vNormal; in vec2 vAt; flat in float vFace;
out vec4 outColour;
uniform sampler2D uPicture; uniform vec2 uSize; uniform float uFrame;
${LIGHT}${SHADOW}
void main() {
  vec3 n = normalize(vNormal);
  vec2 inner = uSize * 0.5 - uFrame, edge = inner - abs(vAt);
  vec2 uv = vAt / (2.0 * inner) + 0.5;
  float framed = vFace > 0.5 ? smoothstep(0.0, 0.02 + fwidth(vAt.x), min(edge.x, edge.y)) : 0.0;
  vec3 picture = toLinear(texture(uPicture, clamp(uv, 0.0, 1.0)).rgb);
  vec3 albedo = mix(vec3(0.035, 0.032, 0.03), picture, framed);
  float facing = max(dot(n, uKey), 0.0);
  vec3 light = ambientAt(n) + uKeyColour * facing * shadowAt(vWorld + n * 0.4, 1.0 - facing);
  // By night lamps over the frame light it from above.
  vec3 lamp = vec3(1.0, 0.86, 0.66) * uNight * framed * mix(0.22, 0.62, uv.y);
  outColour = display(haze(albedo * (light + lamp), vWorld));
}
`;

/** Board over the door (0), sign on the roof's edge (1), cloth over the window (2). */
export const FRONT_VERTEX = /* glsl */ `
in vec3 aNormal3; in float aPart; in vec4 aWall; in vec4 aDress;
out vec3 vWorld; out vec3 vNormal; out vec2 vAt; flat out vec3 vColour; flat out ivec3 vKind;
${SIGN_GLSL}
vec3 unpacked(float c) { return vec3(floor(c / 65536.0), mod(floor(c / 256.0), 256.0), mod(c, 256.0)) / 255.0; }
void main() {
  int part = int(aPart + 0.5);
  float wide = aWall.w, high = aDress.x;
  vec3 size, middle;
  if (part == 0) {
    size = vec3(min(wide * 0.7, 11.0), 0.72, 0.2);
    middle = vec3(0.0, clamp(high - 0.8, 1.8, 3.45), 0.22);
  } else if (part == 1) {
    float side = signSide(high);
    size = vec3(side, side, 0.3);
    middle = vec3(min(0.0, (side - wide) * 0.5), high + side * 0.5 + 0.35, 0.1);
  } else {
    size = vec3(min(wide * 0.66, 10.0), 0.62, 1.5) * aDress.w;
    middle = vec3(0.0, 2.42, 0.12);
  }
  float s = sin(aWall.z), c = cos(aWall.z);
  mat2 turn = mat2(c, -s, s, c);
  vec3 p = position * size + middle, n = aNormal3;
  p.xz = turn * p.xz; n.xz = turn * n.xz;
  vWorld = vec3(p.x + aWall.x, p.y, p.z + aWall.y); vNormal = n;
  vAt = position.xy * (part == 0 ? size.xy / size.y : vec2(1.0));
  if (part == 2) vAt = vec2(position.x * size.x, position.y);
  vColour = unpacked(aDress.z);
  bool marked = part == 0 ? aNormal3.z > 0.5 : part == 1 && abs(aNormal3.z) > 0.5;
  if (aNormal3.z < 0.0) vAt.x = -vAt.x;
  vKind = ivec3(part, int(aDress.y + 0.5), marked ? 1 : 0);
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.0);
}
`;

export const FRONT_FRAGMENT = /* glsl */ `
in vec3 vWorld; in vec3 vNormal; in vec2 vAt; flat in vec3 vColour; flat in ivec3 vKind;
out vec4 outColour;
uniform sampler2D uIcons;
${LIGHT}${SHADOW}
float iconAt(vec2 at) {
  vec2 in_ = step(abs(at), vec2(0.5));
  vec2 cell = vec2(vKind.y % ${ICON_COLUMNS}, vKind.y / ${ICON_COLUMNS}) + vec2(at.x, -at.y) + 0.5;
  return texture(uIcons, cell / vec2(${ICON_COLUMNS}.0, ${ICON_ROWS}.0)).r * in_.x * in_.y;
}
void main() {
  vec3 n = normalize(vNormal), own = toLinear(vColour);
  // Boards are a deep shade of the building's colour, so that what is on them is seen on it.
  float bright = dot(own, vec3(0.2126, 0.7152, 0.0722));
  vec3 deep = own * min(1.0, 0.09 / max(bright, 0.01));
  vec3 albedo = deep;
  float icon = vKind.z == 1 ? iconAt(vAt) : 0.0, rim = 0.0;
  if (vKind.x == 1) { vec2 e = 0.5 - abs(vAt); rim = vKind.z == 1 ? 1.0 - smoothstep(0.03, 0.045, min(e.x, e.y)) : 0.0; }
  if (vKind.x == 2) albedo = mix(own * 0.9 + 0.02, vec3(0.72, 0.7, 0.64), step(0.5, fract(vAt.x / 0.9)));
  float mark = max(icon, rim * 0.8);
  albedo = mix(albedo, vec3(0.86, 0.82, 0.72), mark);
  float facing = abs(dot(n, uKey));
  if (vKind.x != 2) facing = max(dot(n, uKey), 0.0);
  vec3 light = ambientAt(n) + uKeyColour * facing * shadowAt(vWorld + n * 0.4, 1.0 - facing);
  vec3 lamp = (vec3(1.0, 0.78, 0.46) * mark * 0.95 + deep * 2.2 * float(vKind.z)) * uNight;
  lamp += albedo * vec3(1.0, 0.66, 0.36) * uNight * (vKind.x == 1 ? 0.06 : 0.3);
  outColour = display(haze(albedo * light + lamp, vWorld));
}
`;
