import type { BuildingUse } from "#city/plan/types.ts";
import {
  PARCEL_FILTERS,
  type ParcelFilter,
  type ParcelPage,
  type ParcelSort,
  type ParcelState,
} from "#city/protocol/estate-views.ts";
import { claimCents, isCivic } from "#city/world/estate.ts";
import type { Deed } from "./deed-watch-store.ts";
import type { ParcelFacts } from "./parcel-book.ts";

/** Which parcels are wanted, and in which order. */
export interface ParcelQuery {
  /** West, north, east, south, metres. */
  readonly box: readonly [number, number, number, number] | null;
  readonly owner: number | null;
  readonly state: ParcelFilter | null;
  readonly use: BuildingUse | "lot" | null;
  readonly district: number | null;
  readonly building: number | null;
  readonly text: string | null;
  readonly sort: ParcelSort;
  /** Exclusive. */
  readonly after: ParcelCursor | null;
  readonly limit: number;
}

export interface ParcelCursor {
  readonly key: number;
  readonly parcel: number;
}

export interface ListedParcel {
  readonly facts: ParcelFacts;
  readonly deed: Deed | null;
}

export interface ParcelList {
  readonly found: readonly ListedParcel[];
  readonly next: ParcelCursor | null;
  readonly counts: ParcelPage["counts"];
}

/** How a parcel stands on the market. */
export function stateOf({ use }: Pick<ParcelFacts, "use">, deed: Deed | null): ParcelState {
  if (deed === null || deed.owner === null) return isCivic(use) ? "civic" : "unowned";
  if (deed.priceCents !== null) return "for-sale";
  return isToLet(deed) ? "to-let" : "owned";
}

/** Whether a deed's parcel can be leased now. */
export function isToLet(deed: Deed): boolean {
  return deed.owner !== null && deed.letCents !== null && deed.tenant === null;
}

/** What a parcel costs now; null where it is not for sale. */
export function priceOf(facts: ParcelFacts, deed: Deed | null): number | null {
  if (deed !== null && deed.owner !== null) return deed.priceCents;
  return isCivic(facts.use) ? null : claimCents(facts.landValueCents);
}

/** One page of the parcels that fit, and how many fit but for their state. `mine` holds the asker's numbers. */
export function listParcelPage(
  all: readonly ParcelFacts[],
  deeds: ReadonlyMap<number, Deed>,
  query: ParcelQuery,
  mine: ReadonlySet<number>,
): ParcelList {
  const counts = { all: 0, unowned: 0, civic: 0, owned: 0, "for-sale": 0, "to-let": 0, mine: 0 };
  const fitting: { readonly parcel: ListedParcel; readonly key: number }[] = [];
  for (const facts of all) {
    const deed = deeds.get(facts.parcel) ?? null;
    if (!fits(facts, deed, query)) continue;
    counts.all++;
    for (const filter of PARCEL_FILTERS) if (isOf(filter, facts, deed, mine)) counts[filter]++;
    if (query.state !== null && !isOf(query.state, facts, deed, mine)) continue;
    fitting.push({ parcel: { facts, deed }, key: keyOf(query.sort, facts, deed) });
  }
  fitting.sort((a, b) => compare(cursorOf(a), cursorOf(b)));
  const { after } = query;
  const rest = after === null ? fitting : fitting.filter((one) => compare(cursorOf(one), after) > 0);
  const page = rest.slice(0, query.limit);
  const last = page.at(-1);
  return {
    found: page.map(({ parcel }) => parcel),
    next: last === undefined || rest.length === page.length ? null : cursorOf(last),
    counts,
  };
}

function cursorOf(one: { readonly parcel: ListedParcel; readonly key: number }): ParcelCursor {
  return { key: one.key, parcel: one.parcel.facts.parcel };
}

function fits(facts: ParcelFacts, deed: Deed | null, query: ParcelQuery): boolean {
  const { box, owner, use, district, building, text } = query;
  if (box !== null && !isInside(facts, box)) return false;
  if (owner !== null && deed?.owner !== owner) return false;
  if (use !== null && (facts.use ?? "lot") !== use) return false;
  if (building !== null && facts.building !== building) return false;
  if (district !== null && facts.district !== district) return false;
  return text === null || matches(facts, deed, text);
}

function matches(facts: ParcelFacts, deed: Deed | null, text: string): boolean {
  return [facts.address, deed?.title ?? ""].some((words) => words.toLowerCase().includes(text));
}

function isInside(
  { xCm, zCm }: ParcelFacts,
  [west, north, east, south]: readonly [number, number, number, number],
) {
  return xCm >= west * 100 && xCm <= east * 100 && zCm >= north * 100 && zCm <= south * 100;
}

/** A parcel may be for sale and to let at once; the filters find it either way. */
function isOf(
  filter: ParcelFilter,
  facts: ParcelFacts,
  deed: Deed | null,
  mine: ReadonlySet<number>,
): boolean {
  if (deed === null || deed.owner === null) return filter === stateOf(facts, deed);
  switch (filter) {
    case "unowned":
    case "civic":
      return false;
    case "owned":
      return true;
    case "for-sale":
      return deed.priceCents !== null;
    case "to-let":
      return isToLet(deed);
    case "mine":
      return mine.has(deed.owner);
  }
}

/** What stands first has the smallest key. */
function keyOf(sort: ParcelSort, facts: ParcelFacts, deed: Deed | null): number {
  if (sort === "newest") return -(deed?.owner == null ? -1 : deed.sinceTick);
  if (sort === "value") return -facts.landValueCents;
  return priceOf(facts, deed) ?? Number.MAX_SAFE_INTEGER;
}

function compare(a: ParcelCursor, b: ParcelCursor): number {
  return a.key - b.key || a.parcel - b.parcel;
}
