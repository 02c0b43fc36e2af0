import { assertExists } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { BUILDING_USES } from "#city/plan/types.ts";
import type { OrderView, ParcelDetail, ParcelView } from "#city/protocol/estate-views.ts";
import { arrearsDaysLeft, groundRentCents, propertyTaxCents } from "#city/world/estate.ts";
import type { Deed } from "./deed-watch-store.ts";
import type { Parcels } from "./parcel-book.ts";
import { isToLet, type ListedParcel, priceOf, stateOf } from "./parcel-list.ts";
import type { Parties } from "./party-store.ts";
import type { TickTimes } from "./tick-times-store.ts";

export type Images = ReadonlyMap<number, { readonly hash: string; readonly person: number }>;

/** A parcel as everybody may see it. */
export function parcelView(
  world: number,
  { index }: Parcels,
  { facts, deed }: ListedParcel,
  parties: Parties,
  images: Images,
): ParcelView {
  const owner = parties.of(deed?.owner ?? null);
  const district = assertExists(index.districts[facts.district - 1], "a parcel lies in a district");
  const neighborhood = assertExists(
    index.neighborhoods[facts.neighborhood],
    "a parcel lies in a neighborhood",
  );
  return {
    id: formatId("prc", world, facts.parcel),
    building: facts.building < 0 ? null : formatId("bld", world, facts.building),
    address: facts.address,
    district: { id: formatId("dst", world, facts.district), name: district.name },
    neighborhood: { id: formatId("nbh", world, facts.neighborhood), name: neighborhood.name },
    use: facts.use,
    x: facts.xCm / 100,
    z: facts.zCm / 100,
    land_value_cents: facts.landValueCents,
    state: stateOf(facts, deed),
    mine: owner?.mine ?? false,
    owner,
    price_cents: priceOf(facts, deed),
    let: deed !== null && isToLet(deed) ? { rent_cents: deed.letCents ?? 0, days: deed.letDays ?? 0 } : null,
    arrears_cents: deed?.arrearsCents ?? 0,
    title: deed?.title ?? null,
    colour: deed?.colour == null ? null : `#${deed.colour.toString(16).padStart(6, "0")}`,
    image: pictureOf(facts.parcel, deed, parties, images),
  };
}

/** Address of the picture on a parcel's building; null: none. A picture goes down with the ownership of whoever hung it. */
export function pictureOf(
  parcel: number,
  deed: Deed | null,
  parties: Parties,
  images: Images,
): string | null {
  const image = images.get(parcel);
  if (image === undefined || parties.personOf(deed?.owner ?? null) !== image.person) return null;
  return `/api/v1/images/${image.hash}`;
}

/** Numbers that a deed names. */
export function namedIn(deed: Deed | null): (number | null)[] {
  return [deed?.owner ?? null, deed?.tenant ?? null, deed?.offerBy ?? null];
}

interface DetailParts {
  readonly images: Images;
  readonly times: TickTimes;
  readonly waiting: readonly OrderView[];
}

/** The same with all that is known of it, as far as the asker may know it. */
export function parcelDetail(
  world: number,
  parcels: Parcels,
  listed: ListedParcel,
  parties: Parties,
  { images, times, waiting }: DetailParts,
): ParcelDetail {
  const { facts, deed } = listed;
  const { widthM, depthM, facts: building } = parcels.detailOf(facts);
  const view = parcelView(world, parcels, listed, parties, images);
  const owned = view.owner === null ? null : deed;
  return {
    ...view,
    width_m: widthM,
    depth_m: depthM,
    facts: building,
    since: times.at(owned?.sinceTick ?? null),
    since_tick: owned?.sinceTick ?? null,
    tax_cents: propertyTaxCents(facts.landValueCents),
    arrears_days_left: daysLeft(deed, times),
    ground_rent_cents: facts.jobs > 0 ? groundRentCents(facts.landValueCents, RICH_TILL_CENTS) : null,
    lease: leaseOf(deed, parties, times),
    offer: offerOf(deed, parties, times, view.mine),
    has_offer: deed !== null && deed.offerBy !== null,
    balance_cents: view.mine ? (deed?.balanceCents ?? 0) : null,
    sign: deed?.sign ?? null,
    dressed_use: BUILDING_USES[deed?.use ?? -1] ?? null,
    waiting,
  };
}

/** A till from which the most is taken that a business ever pays. */
const RICH_TILL_CENTS = 1_000_000_000_000;

function daysLeft(deed: Deed | null, times: TickTimes): number | null {
  if (deed === null || deed.arrearsDay === null) return null;
  return arrearsDaysLeft(deed.arrearsDay, times.dayOf(times.tick));
}

function leaseOf(deed: Deed | null, parties: Parties, times: TickTimes): ParcelDetail["lease"] {
  const tenant = parties.of(deed?.tenant ?? null);
  if (deed === null || tenant === null) return null;
  const untilDay = deed.leaseUntilDay ?? 0;
  return {
    tenant,
    rent_cents: deed.rentCents ?? 0,
    until_day: untilDay,
    days_left: Math.max(0, untilDay - times.dayOf(times.tick)),
  };
}

/** Its owner and whoever made it see an offer. */
function offerOf(
  deed: Deed | null,
  parties: Parties,
  times: TickTimes,
  isOwner: boolean,
): ParcelDetail["offer"] {
  const by = parties.of(deed?.offerBy ?? null);
  if (deed === null || by === null || !(isOwner || by.mine)) return null;
  return {
    by,
    amount_cents: deed.offerCents ?? 0,
    until: times.at(deed.offerUntilTick),
    until_tick: deed.offerUntilTick ?? 0,
  };
}
