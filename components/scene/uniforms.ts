import { Matrix4, type Texture, Vector2, Vector3, Vector4 } from "three";
import type { Daylight } from "./sun.ts";

/** One holder per value, shared by all materials: a frame sets a few numbers and nothing else. */
export const uniforms = {
  uSun: { value: new Vector3(0, 1, 0) },
  uKey: { value: new Vector3(0, 1, 0) },
  uKeyColour: { value: new Vector3(1, 1, 1) },
  uHorizon: { value: new Vector3() },
  uZenith: { value: new Vector3() },
  uAmbientUp: { value: new Vector3() },
  uAmbientDown: { value: new Vector3() },
  uLamps: { value: new Vector4() },
  uNight: { value: 0 },
  /** Wall seconds since the page opened, for shimmer and blinking. */
  uSeconds: { value: 0 },
  /** One over the distance in metres at which haze begins to win. */
  uHaze: { value: 1 / 9000 },
  uShadow: { value: null as Texture | null },
  uShadowMatrix: { value: new Matrix4() },
  /** x: texel of the shadow map; y: 1 when there is one. */
  uShadowInfo: { value: new Vector2(1 / 1024, 0) },
  /** Simulated ms since the epoch of the agents' textures. */
  uSimMs: { value: 0 },
  /** Height of the drawing buffer in pixels over the field of view: pixels of one metre at one metre. */
  uPixels: { value: 500 },
  /** Number of the selected agent's slot, or -1. */
  uSelected: { value: -1 },
};

export function applyDaylight(light: Daylight): void {
  uniforms.uSun.value.fromArray([...light.sun]);
  uniforms.uKey.value.fromArray([...light.key]);
  uniforms.uKeyColour.value.fromArray([...light.keyColour]);
  uniforms.uHorizon.value.fromArray([...light.horizon]);
  uniforms.uZenith.value.fromArray([...light.zenith]);
  uniforms.uAmbientUp.value.fromArray([...light.ambientUp]);
  uniforms.uAmbientDown.value.fromArray([...light.ambientDown]);
  uniforms.uLamps.value.fromArray([...light.lamps]);
  uniforms.uNight.value = light.night;
}
