import { BufferAttribute, BufferGeometry } from "three";
import { describe, expect, it } from "vitest";
import { BUILDING_USES } from "#city/plan/types.ts";
import type { DeedEvent } from "#city/protocol/wire-types.ts";
import { BuildingPaint, type Tint } from "./building-paint.ts";
import { ownerColour, tintsOf } from "./ownership.ts";
import { PROFILE, SURFACE } from "./worker/mesh-data.ts";

/** Three buildings of two vertices, a wall and a roof. */
function mesh() {
  const geometry = new BufferGeometry();
  const colour = new Uint8Array(6 * 4).map((_, i) => i * 7);
  const normal = new Int8Array(6 * 4);
  for (let i = 0; i < 6; i++) normal[i * 4 + 3] = i % 2 === 0 ? SURFACE.facade : SURFACE.roof;
  geometry.setAttribute("aColour", new BufferAttribute(colour, 4));
  const meta = new Uint8Array(6 * 4);
  geometry.setAttribute("aMeta", new BufferAttribute(meta, 4));
  geometry.setAttribute("aNormal", new BufferAttribute(normal, 4));
  return { colour, meta, paint: new BuildingPaint(geometry, Uint32Array.of(0, 2, 4, 6)) };
}

const RED: Tint = { colour: [200, 0, 0], walls: 1, roof: 0, profile: null };
const deed = (change: Partial<DeedEvent>): DeedEvent => ({
  kind: "deed",
  neighborhood: 0,
  parcel: 1,
  building: 1,
  owner: -1,
  colour: -1,
  use: -1,
  title: "",
  sign: "",
  ...change,
});

describe("BuildingPaint", () => {
  it("[OW-1] covers the walls of one building and no other, and gives the bytes back", () => {
    const { colour, paint } = mesh();
    const before = colour.slice();
    paint.show(new Map([[1, RED]]));
    expect([...colour.subarray(8, 11)]).toEqual([200, 0, 0]);
    expect(colour.subarray(12)).toEqual(before.subarray(12));
    expect(colour.subarray(0, 8)).toEqual(before.subarray(0, 8));
    paint.show(new Map([[1, { ...RED, colour: [0, 0, 90], roof: 1 }]]));
    expect([...colour.subarray(12, 15)]).toEqual([0, 0, 90]);
    paint.show(new Map());
    expect(colour).toEqual(before);
  });
});

describe("dressed use", () => {
  it("[OW-3] gives a building the windows and lamps of that use, and its own back", () => {
    const { colour, meta, paint } = mesh();
    const before = colour.slice();
    const tints = tintsOf([deed({ use: BUILDING_USES.indexOf("shop") })], 3, null);
    expect(tints.get(1)?.profile).toBe(PROFILE.shop);
    paint.show(tints);
    expect([...meta].filter((_, i) => i % 4 === 1)).toEqual([0, 0, PROFILE.shop, PROFILE.shop, 0, 0]);
    expect(colour).toEqual(before);
    paint.show(new Map());
    expect(meta).toEqual(new Uint8Array(6 * 4));
  });
});

describe("tints", () => {
  it("[OW-2] a chosen colour is stronger than one that only says whose it is; the city's has none", () => {
    const [chosen, owned, plain] = [{ owner: 7, colour: 0x112233 }, { owner: 7 }, {}].map((change) =>
      tintsOf([deed(change)], 3, null).get(1),
    );
    expect(chosen).toMatchObject({ colour: [0x11, 0x22, 0x33] });
    expect(owned).toMatchObject({ colour: ownerColour(7) });
    expect(chosen?.walls).toBeGreaterThan(owned?.walls ?? 1);
    expect(plain).toBeUndefined();
  });

  it("[OW-2] with the layer every building has a tint, and the market's colour is not the owner's", () => {
    const owned = tintsOf([deed({ owner: 7 })], 3, new Map());
    expect(owned.size).toBe(3);
    const market = new Map([[1, { state: "for-sale" as const, mine: false }]]);
    const forSale = tintsOf([deed({ owner: 7 })], 3, market);
    expect(forSale.get(1)).not.toEqual(owned.get(1));
    expect(forSale.get(0)).toEqual(owned.get(0));
  });
});
