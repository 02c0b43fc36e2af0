import {
  CustomBlending,
  DoubleSide,
  GLSL3,
  OneMinusSrcAlphaFactor,
  ShaderMaterial,
  SrcAlphaFactor,
} from "three";
import { GROUND_FRAGMENT, GROUND_VERTEX, LAND_VERTEX } from "./shaders/ground.ts";
import { SKY_FRAGMENT, SKY_VERTEX } from "./shaders/sky.ts";
import { SOLID_FRAGMENT, SOLID_VERTEX } from "./shaders/solid.ts";
import { uniforms } from "./uniforms.ts";

/** The few programs everything that stands still is drawn with. */
export interface Materials {
  readonly solid: ShaderMaterial;
  readonly ground: ShaderMaterial;
  readonly land: ShaderMaterial;
  readonly sky: ShaderMaterial;
}

export function createMaterials(): Materials {
  const common = { glslVersion: GLSL3, uniforms } as const;
  const ground = {
    ...common,
    fragmentShader: GROUND_FRAGMENT,
    side: DoubleSide,
    // Only the shade at the feet of buildings is not opaque; sorting it with transparent things would cost a second pass.
    blending: CustomBlending,
    blendSrc: SrcAlphaFactor,
    blendDst: OneMinusSrcAlphaFactor,
  } as const;
  return {
    solid: new ShaderMaterial({ ...common, vertexShader: SOLID_VERTEX, fragmentShader: SOLID_FRAGMENT }),
    ground: new ShaderMaterial({ ...ground, vertexShader: GROUND_VERTEX }),
    // Its corners are too far off for exact depths: whatever lies on it is drawn later and always over it.
    land: new ShaderMaterial({ ...ground, vertexShader: LAND_VERTEX, depthWrite: false }),
    sky: new ShaderMaterial({
      ...common,
      vertexShader: SKY_VERTEX,
      fragmentShader: SKY_FRAGMENT,
      depthWrite: false,
    }),
  };
}
