import { HASH, LIGHT } from "./common.ts";

/** One triangle over the whole screen at the far end of depth; it is drawn last, where nothing else is. */
export const SKY_VERTEX = /* glsl */ `
out vec3 vDirection;
void main() {
  vec4 clip = vec4(position.xy, 1.0, 1.0);
  vec4 eye = inverse(projectionMatrix) * clip;
  vDirection = transpose(mat3(viewMatrix)) * (eye.xyz / eye.w);
  gl_Position = clip;
}
`;

export const SKY_FRAGMENT = /* glsl */ `
in vec3 vDirection;
out vec4 outColour;
${HASH}${LIGHT}
void main() {
  vec3 d = normalize(vDirection);
  float y = max(d.y, 0.0), toSun = max(dot(d, uSun), 0.0), day = 1.0 - uNight;
  vec3 c = skyAt(d);
  c += uKeyColour * (pow(toSun, 7.0) * 0.07 + pow(toSun, 70.0) * 0.16) * (0.25 + 0.75 * day);
  c += uKeyColour * smoothstep(0.9990, 0.9996, toSun) * 6.0 * step(0.0, d.y + 0.03);
  if (d.y > 0.015) {
    vec2 q = d.xz / (d.y + 0.14) * 1.5 + uSeconds * 0.0035;
    float cloud = noise2(q) * 0.55 + noise2(q * 2.6 + 4.0) * 0.28 + noise2(q * 6.3) * 0.17;
    cloud = smoothstep(0.50, 0.86, cloud) * smoothstep(0.02, 0.26, d.y);
    vec3 bright = uHorizon * 0.9 + uKeyColour * (0.09 + 0.22 * pow(toSun, 3.0));
    c = mix(c, bright * mix(1.0, 0.35, uNight), cloud * 0.6 * (1.0 - 0.45 * uNight));
    vec2 grid = d.xz / (d.y + 0.35) * 170.0, cell = floor(grid);
    float star = hash21(cell); vec2 off = fract(grid) - 0.5;
    c += step(0.982, star) * exp(-dot(off, off) * 30.0) * (0.2 + 0.6 * fract(star * 917.0)) * uNight * uNight * smoothstep(0.05, 0.4, d.y) * (1.0 - cloud);
  }
  outColour = display(mix(horizonAt(d), c, smoothstep(-0.005, 0.12, d.y)));
}
`;
