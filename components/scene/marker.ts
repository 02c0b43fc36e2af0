import {
  AdditiveBlending,
  BoxGeometry,
  DoubleSide,
  GLSL3,
  Group,
  Mesh,
  RingGeometry,
  ShaderMaterial,
} from "three";
import type { BuildingTable } from "#city/plan/types.ts";
import { uniforms } from "./uniforms.ts";

const VERTEX = /* glsl */ `
out vec3 vLocal;
void main() { vLocal = position; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); gl_Position.z -= 4e-5 * gl_Position.w; }
`;
const SHELL = /* glsl */ `
in vec3 vLocal; out vec4 outColour; uniform float uSeconds, uNight;
void main() {
  vec3 d = 0.5 - abs(vLocal);
  float edge = min(max(d.x, d.y), min(max(d.y, d.z), max(d.x, d.z)));
  float k = 0.16 + 0.8 * (1.0 - smoothstep(0.0, 0.03, edge));
  float rise = fract(uSeconds * 0.35) * 1.6 - 0.3;
  float band = (vLocal.y + 0.5 - rise) * 9.0;
  k += 0.25 * exp(-band * band);
  outColour = vec4(vec3(0.16, 0.75, 0.68) * k * mix(0.75, 0.5, uNight), 1.0);
}
`;
const RING = /* glsl */ `
in vec3 vLocal; out vec4 outColour; uniform float uSeconds;
void main() { outColour = vec4(vec3(0.1, 0.85, 0.75) * (0.55 + 0.25 * sin(uSeconds * 4.0)), 1.0); }
`;

/** Shows what is selected: a glowing shell over a building, a ring under an agent. */
export class Marker {
  readonly root = new Group();
  readonly #shell: Mesh;
  readonly #ring: Mesh;

  constructor() {
    const glow = (fragmentShader: string) =>
      new ShaderMaterial({
        glslVersion: GLSL3,
        uniforms,
        vertexShader: VERTEX,
        fragmentShader,
        transparent: true,
        depthWrite: false,
        blending: AdditiveBlending,
        side: DoubleSide,
      });
    this.#shell = new Mesh(new BoxGeometry(1, 1, 1), glow(SHELL));
    const ring = new RingGeometry(0.7, 1, 36);
    ring.rotateX(-Math.PI / 2);
    this.#ring = new Mesh(ring, glow(RING));
    for (const mesh of [this.#shell, this.#ring]) {
      mesh.visible = false;
      mesh.renderOrder = 6;
      this.root.add(mesh);
    }
  }

  hide(): void {
    this.#shell.visible = false;
    this.#ring.visible = false;
  }

  /** Puts the shell over building `i`. */
  onBuilding(t: BuildingTable, i: number): void {
    const height = (t.heightCm[i] ?? 0) / 100;
    this.#ring.visible = false;
    this.#shell.visible = true;
    this.#shell.position.set((t.centreXCm[i] ?? 0) / 100, height / 2, (t.centreZCm[i] ?? 0) / 100);
    this.#shell.scale.set((t.widthCm[i] ?? 0) / 100 + 1, height + 1, (t.depthCm[i] ?? 0) / 100 + 1);
    this.#shell.rotation.y = Math.atan2(-(t.axisZ[i] ?? 0), t.axisX[i] ?? 1);
  }

  /** Puts the ring under a body; it grows with the distance so that it can be seen. */
  onAgent(xM: number, zM: number, distanceM: number): void {
    this.#shell.visible = false;
    this.#ring.visible = true;
    this.#ring.position.set(xM, 0.08, zM);
    this.#ring.scale.setScalar(Math.max(0.9, distanceM * 0.016));
  }

  dispose(): void {
    for (const mesh of [this.#shell, this.#ring]) mesh.geometry.dispose();
  }
}
