import {
  type Camera,
  DepthTexture,
  MeshBasicMaterial,
  NearestFilter,
  OrthographicCamera,
  type Scene,
  UnsignedIntType,
  Vector3,
  type WebGLRenderer,
  WebGLRenderTarget,
} from "three";
import type { View } from "./camera/camera-math.ts";
import { uniforms } from "./uniforms.ts";

/** Layer of what casts shade. */
export const SHADE_LAYER = 2;
const HALF_MIN_M = 160;
const HALF_MAX_M = 1_500;
const REDRAW_PAUSE_MS = 400;

/** Shade of buildings around the middle of the view. Redrawn only when the view, the light or the city changed. */
export class ShadowPass {
  readonly #target: WebGLRenderTarget;
  readonly #camera = new OrthographicCamera(-1, 1, 1, -1, 1, 4_000);
  readonly #material = new MeshBasicMaterial({ colorWrite: false });
  readonly #drawn = { x: Number.NaN, z: 0, half: 0, key: new Vector3(), revision: -1, atMs: 0 };

  constructor(texels: number) {
    this.#target = new WebGLRenderTarget(texels, texels, {
      minFilter: NearestFilter,
      magFilter: NearestFilter,
    });
    this.#target.depthTexture = new DepthTexture(texels, texels, UnsignedIntType);
    this.#camera.layers.set(SHADE_LAYER);
    uniforms.uShadow.value = this.#target.depthTexture;
    uniforms.uShadowInfo.value.set(1 / texels, 1);
  }

  /** Redraws the map if it is out of date. */
  update(renderer: WebGLRenderer, scene: Scene, view: View, revision: number, nowMs: number): void {
    const half = Math.max(HALF_MIN_M, Math.min(HALF_MAX_M, view.distanceM * 0.95));
    const drawn = this.#drawn;
    const key = uniforms.uKey.value;
    const moved = Math.hypot(view.xM - drawn.x, view.zM - drawn.z);
    const fresh =
      moved < drawn.half * 0.12 &&
      Math.abs(half / drawn.half - 1) < 0.2 &&
      key.dot(drawn.key) > 0.99996 &&
      revision === drawn.revision;
    if (fresh || (nowMs - drawn.atMs < REDRAW_PAUSE_MS && Number.isFinite(drawn.x))) return;
    // Light is nudged along the view, since more of the city lies behind the middle of the picture than before it.
    const texel = (2 * half) / this.#target.width;
    const x = Math.round(view.xM / texel) * texel;
    const z = Math.round(view.zM / texel) * texel;
    Object.assign(drawn, { x: view.xM, z: view.zM, half, revision, atMs: nowMs });
    drawn.key.copy(key);
    const camera = this.#camera;
    camera.left = -half;
    camera.right = half;
    camera.top = half;
    camera.bottom = -half;
    camera.position.set(x + key.x * 2_000, key.y * 2_000, z + key.z * 2_000);
    camera.lookAt(x, 0, z);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
    uniforms.uShadowMatrix.value.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
    this.#draw(renderer, scene, camera);
  }

  #draw(renderer: WebGLRenderer, scene: Scene, camera: Camera): void {
    // The map may not be read while it is written.
    uniforms.uShadow.value = null;
    scene.overrideMaterial = this.#material;
    renderer.setRenderTarget(this.#target);
    renderer.clear();
    renderer.render(scene, camera);
    renderer.setRenderTarget(null);
    scene.overrideMaterial = null;
    uniforms.uShadow.value = this.#target.depthTexture;
  }

  dispose(): void {
    uniforms.uShadowInfo.value.y = 0;
    uniforms.uShadow.value = null;
    this.#target.depthTexture?.dispose();
    this.#target.dispose();
    this.#material.dispose();
  }
}
