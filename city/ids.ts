import { err, ok, type Result } from "./result.ts";

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type AgentId = Branded<"agt">;
export type DistrictId = Branded<"dst">;
export type NeighborhoodId = Branded<"nbh">;
export type ParcelId = Branded<"prc">;
export type BuildingId = Branded<"bld">;
export type ActionId = Branded<"act">;
export type KeyId = Branded<"key">;
export type UserId = Branded<"usr">;

interface IdTypes {
  agt: AgentId;
  dst: DistrictId;
  nbh: NeighborhoodId;
  prc: ParcelId;
  bld: BuildingId;
  act: ActionId;
  key: KeyId;
  usr: UserId;
}
export type IdPrefix = keyof IdTypes;

/** The city itself; practice cities and forks have higher numbers. */
export const MAIN_WORLD = 1;

/** Digits of the index part: 36^6 is about 2.1 thousand million, more than any table here may hold. */
const INDEX_DIGITS = 6;
const INDEX_LIMIT = 2_176_782_336;

export interface IdParts {
  readonly world: number;
  readonly index: number;
}

/**
 * Makes an id such as `agt_10000a4`: prefix, world number, then six base-36 digits of the index inside that world,
 * so that ids are unique across worlds and the engine can keep plain numbers.
 */
export function formatId<P extends IdPrefix>(prefix: P, world: number, index: number): IdTypes[P] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= INDEX_LIMIT)
    throw new RangeError(`id index ${index}`);
  return `${prefix}_${world.toString(36)}${index.toString(36).padStart(INDEX_DIGITS, "0")}` as IdTypes[P];
}

/** Splits an id back into world and index; `bad_id` when it is not one of ours. */
export function parseId<P extends IdPrefix>(prefix: P, text: string): Result<IdParts, "bad_id"> {
  const match = /^([a-z]{3})_([0-9a-z]{1,4})([0-9a-z]{6})$/.exec(text);
  if (!match || match[1] !== prefix)
    return err("bad_id", `"${text.slice(0, 40)}" is not an id of the form ${prefix}_…`);
  return ok({ world: Number.parseInt(match[2] ?? "", 36), index: Number.parseInt(match[3] ?? "", 36) });
}
