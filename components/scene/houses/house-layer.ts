import { Group } from "three";
import { LIMITS } from "#city/limits.ts";
import type { RoomDeeds } from "#components/net/room-deeds.ts";
import { createPictureBook } from "../appearances.ts";
import type { Vec3 } from "../camera/camera-math.ts";
import type { CityMap } from "../city-map.ts";
import { streetWallOf } from "../worker/lots.ts";
import { Fronts } from "./fronts.ts";
import { type House, housesNear } from "./house-list.ts";
import { type Hanging, Pictures } from "./pictures.ts";

/** From so far pictures and fronts are seen, metres. */
const PICTURE_REACH_M = 380;
const FRONT_REACH_M = 900;
/** Houses asked about at a time: the nearest, of which a few have a picture. */
const ASKED_MAX = 300;

/** What people hang on their houses and dress them as, around the eye. */
export class HouseLayer {
  readonly root = new Group();
  readonly #pictures = new Pictures();
  readonly #fronts = new Fronts();
  readonly #book = createPictureBook();

  constructor() {
    this.root.add(this.#pictures.root, this.#fronts.mesh);
    // After what is solid and before what shines through.
    this.#fronts.mesh.renderOrder = 3;
    this.#pictures.root.renderOrder = 3;
  }

  /** Chooses anew what is shown. Call a few times a second. */
  update(map: CityMap, deeds: RoomDeeds, eye: Vec3, nowMs: number): void {
    const houses = housesNear(map, deeds, eye, FRONT_REACH_M);
    this.#fronts.show(houses);
    const near = houses
      .filter(({ deed, farM }) => deed.owner >= 0 && farM <= PICTURE_REACH_M)
      .slice(0, ASKED_MAX);
    void this.#book.want(
      near.map(({ deed }) => deed.parcel),
      nowMs,
    );
    const hangings = near.flatMap((house) => this.#hangingOf(house));
    this.#pictures.show(hangings.slice(0, LIMITS.picturesDrawnMax));
  }

  /** Numbers of the buildings whose pictures are drawn, and of those with a front. */
  drawn(): { readonly pictures: readonly number[]; readonly fronts: readonly number[] } {
    return { pictures: this.#pictures.buildings(), fronts: this.#fronts.buildings };
  }

  dispose(): void {
    this.#pictures.dispose();
    this.#fronts.dispose();
  }

  #hangingOf({ deed, building, table, at }: House): Hanging[] {
    const address = this.#book.of(deed.parcel);
    return address === null ? [] : [{ building, address, wall: streetWallOf(table, at) }];
  }
}
