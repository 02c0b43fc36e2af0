import { type IdPrefix, MAIN_WORLD, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { BUILDING_USES } from "#city/plan/types.ts";
import { PARCEL_FILTERS, PARCEL_SORTS } from "#city/protocol/estate-views.ts";
import { badQuery, textFrom, wholeFrom } from "#server/api/query.ts";
import type { ParcelCursor, ParcelQuery } from "./parcel-list.ts";

const PARCELS_DEFAULT = 25;
const TEXT_CHARS_MAX = 80;
const METRES_MAX = 1_000_000;

/** Reads what GET /parcels is asked for. Throws ApiFault. */
export function parcelQueryFrom(query: unknown): ParcelQuery {
  const text = textFrom(query, "text")?.trim().toLowerCase().slice(0, TEXT_CHARS_MAX) ?? "";
  return {
    box: boxFrom(query),
    owner: ownerFrom(query),
    state: oneFrom(query, "state", PARCEL_FILTERS),
    use: oneFrom(query, "use", [...BUILDING_USES, "lot"] as const),
    district: idFrom(query, "district", "dst"),
    building: idFrom(query, "building", "bld"),
    text: text === "" ? null : text,
    sort: oneFrom(query, "sort", PARCEL_SORTS) ?? "price",
    after: cursorFrom(query),
    limit: wholeFrom(query, "limit", 1, LIMITS.parcelPageMax) ?? PARCELS_DEFAULT,
  };
}

/** The `before` of a page that follows one. */
export function cursorText({ key, parcel }: ParcelCursor): string {
  return `${key}_${parcel}`;
}

function cursorFrom(query: unknown): ParcelCursor | null {
  const text = textFrom(query, "before");
  if (text === null) return null;
  const [, key, parcel] = /^(-?\d{1,16})_(\d{1,9})$/.exec(text) ?? [];
  if (key === undefined) throw badQuery('The query\'s "before" must be the "next" of the page before.');
  return { key: Number(key), parcel: Number(parcel) };
}

function oneFrom<T extends string>(query: unknown, name: string, names: readonly T[]): T | null {
  const text = textFrom(query, name);
  const found = names.find((one) => one === text);
  if (text === null || text === "" || found !== undefined) return found ?? null;
  throw badQuery(`The query's "${name}" must be one of: ${names.join(", ")}.`);
}

function idFrom(query: unknown, name: string, prefix: IdPrefix): number | null {
  const text = textFrom(query, name);
  if (text === null || text === "") return null;
  const id = parseId(prefix, text);
  if (id.ok && id.value.world === MAIN_WORLD) return id.value.index;
  throw badQuery(`The query's "${name}" must be an id such as ${prefix}_10000a4.`);
}

function ownerFrom(query: unknown): number | null {
  const text = textFrom(query, "owner");
  return idFrom(query, "owner", text?.startsWith("usr_") ? "usr" : "agt");
}

function boxFrom(query: unknown): ParcelQuery["box"] {
  const text = textFrom(query, "bbox");
  if (text === null || text === "") return null;
  const [west, north, east, south, ...more] = text
    .split(",")
    .map((part) => (part === "" ? Number.NaN : Number(part)));
  const fits = [west, north, east, south].every((m) => m !== undefined && Math.abs(m) <= METRES_MAX);
  if (
    !fits ||
    more.length > 0 ||
    west === undefined ||
    north === undefined ||
    east === undefined ||
    south === undefined
  )
    throw badQuery('The query\'s "bbox" must be west,north,east,south in metres.');
  return [west, north, east, south];
}
