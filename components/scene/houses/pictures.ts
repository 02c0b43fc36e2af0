import {
  BoxGeometry,
  GLSL3,
  Group,
  LinearMipmapLinearFilter,
  Matrix4,
  Mesh,
  NoColorSpace,
  ShaderMaterial,
  type Texture,
  TextureLoader,
  Vector2,
  Vector3,
} from "three";
import { BOARD_FRAGMENT, BOARD_VERTEX } from "../shaders/houses.ts";
import { uniforms } from "../uniforms.ts";
import type { StreetWall } from "../worker/lots.ts";
import { boardOn } from "./board-place.ts";

/** A picture that is to hang on a wall. */
export interface Hanging {
  /** Number of the building in the whole city. */
  readonly building: number;
  readonly address: string;
  readonly wall: StreetWall;
}

/** Pictures of this server only, which has encoded them anew. */
const OWN_PICTURE = /^\/api\/v1\/images\/[0-9a-f]{64}$/;
const THICKNESS_M = 0.14;
const FRAME_M = 0.14;
const ANISOTROPY = 4;

/** Pictures on houses: what is shown is loaded, what is no longer shown is let go. */
export class Pictures {
  readonly root = new Group();
  readonly #geometry = new BoxGeometry(1, 1, 1);
  readonly #loader = new TextureLoader();
  /** By building and address; null while it is loading, or when it could not be. */
  readonly #boards = new Map<string, Mesh | null>();

  /** Shows exactly these. */
  show(hangings: readonly Hanging[]): void {
    const wanted = new Map(hangings.map((hanging) => [`${hanging.building} ${hanging.address}`, hanging]));
    for (const key of [...this.#boards.keys()]) if (!wanted.has(key)) this.#drop(key);
    for (const [key, hanging] of wanted) {
      if (this.#boards.has(key) || !OWN_PICTURE.test(hanging.address)) continue;
      this.#boards.set(key, null);
      void this.#hang(key, hanging);
    }
  }

  /** Buildings whose pictures are drawn. */
  buildings(): number[] {
    return [...this.#boards].flatMap(([key, board]) => (board === null ? [] : [Number.parseInt(key, 10)]));
  }

  dispose(): void {
    this.show([]);
    this.#geometry.dispose();
  }

  async #hang(key: string, { address, wall }: Hanging): Promise<void> {
    const texture = await this.#loader.loadAsync(address).catch(() => null);
    if (texture === null) return;
    if (this.#boards.get(key) !== null) return texture.dispose();
    const board = this.#board(texture, wall);
    this.#boards.set(key, board);
    this.root.add(board);
  }

  #board(texture: Texture<HTMLImageElement>, wall: StreetWall): Mesh {
    texture.colorSpace = NoColorSpace;
    texture.minFilter = LinearMipmapLinearFilter;
    texture.anisotropy = ANISOTROPY;
    const { naturalWidth, naturalHeight } = texture.image;
    const place = boardOn(wall, Math.max(1, naturalWidth) / Math.max(1, naturalHeight));
    const size = new Vector2(place.widthM + 2 * FRAME_M, place.heightM + 2 * FRAME_M);
    const material = new ShaderMaterial({
      glslVersion: GLSL3,
      uniforms: {
        ...uniforms,
        uPicture: { value: texture },
        uSize: { value: size },
        uFrame: { value: FRAME_M },
      },
      vertexShader: BOARD_VERTEX,
      fragmentShader: BOARD_FRAGMENT,
    });
    const board = new Mesh(this.#geometry, material);
    board.matrixAutoUpdate = false;
    board.matrix.copy(standing(wall));
    board.matrix.scale(new Vector3(size.x, size.y, THICKNESS_M));
    board.matrix.setPosition(place.xM, place.yM, place.zM);
    return board;
  }

  #drop(key: string): void {
    const board = this.#boards.get(key);
    this.#boards.delete(key);
    if (!board) return;
    this.root.remove(board);
    if (!(board.material instanceof ShaderMaterial)) return;
    const picture: Texture | undefined = board.material.uniforms.uPicture?.value;
    picture?.dispose();
    board.material.dispose();
  }
}

/** Turns x to the right of whoever looks at the wall from the street, and z to them. */
function standing({ outX, outZ }: StreetWall): Matrix4 {
  return new Matrix4().makeBasis(
    new Vector3(outZ, 0, -outX),
    new Vector3(0, 1, 0),
    new Vector3(outX, 0, outZ),
  );
}
