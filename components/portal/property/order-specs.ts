import { LIMITS } from "#city/limits.ts";
import type { ParcelActionKind } from "#city/protocol/actions.ts";
import type { ParcelDetail } from "#city/protocol/estate-views.ts";

/** A field that a dialog asks for. */
export type OrderField = "price" | "amount" | "hours" | "rent" | "days" | "to";

/** What is on offer to somebody who looks at a parcel, the main thing first. */
export interface Offered {
  readonly order: ParcelActionKind;
  /** Words on the button. */
  readonly label:
    | Exclude<ParcelActionKind, "dress">
    | "relist"
    | "raise_offer"
    | "decline_offer"
    | "relet"
    | "unlet";
  readonly fields: readonly OrderField[];
  /** Known beforehand, cents: what is paid at once. */
  readonly costCents: number | null;
  readonly danger?: boolean;
}

/** What a person can do with a parcel, as it stands; dressing it is a window of its own. */
export function offeredOrders(parcel: ParcelDetail): Offered[] {
  if (parcel.state === "civic") return [];
  if (parcel.owner === null)
    return [{ order: "claim", label: "claim", fields: [], costCents: parcel.price_cents }];
  return parcel.mine ? ownersOrders(parcel) : othersOrders(parcel);
}

function ownersOrders(parcel: ParcelDetail): Offered[] {
  const offered: Offered[] = [];
  const free = { fields: [], costCents: null } as const;
  const owes = parcel.arrears_cents > 0;
  if (parcel.has_offer) {
    if (!owes) offered.push({ order: "accept_offer", label: "accept_offer", ...free });
    offered.push({ order: "drop_offer", label: "decline_offer", ...free });
  }
  if (owes) return [...offered, ...leaseEnd(parcel)];
  const listed = parcel.price_cents !== null;
  offered.push({ order: "list", label: listed ? "relist" : "list", fields: ["price"], costCents: null });
  if (listed) offered.push({ order: "unlist", label: "unlist", ...free });
  if (parcel.lease === null) {
    const isLet = parcel.let !== null;
    offered.push({ order: "let", label: isLet ? "relet" : "let", fields: ["rent", "days"], costCents: null });
    if (isLet) offered.push({ order: "let", label: "unlet", ...free });
  }
  offered.push(...leaseEnd(parcel));
  offered.push({ order: "give", label: "give", fields: ["to"], costCents: null, danger: true });
  return offered;
}

/** An owner ends a lease that has run out. */
function leaseEnd({ lease }: ParcelDetail): Offered[] {
  return lease?.days_left === 0
    ? [{ order: "end_lease", label: "end_lease", fields: [], costCents: null }]
    : [];
}

function othersOrders(parcel: ParcelDetail): Offered[] {
  const offered: Offered[] = [];
  const mine = parcel.offer?.by.mine ?? false;
  if (parcel.price_cents !== null)
    offered.push({ order: "purchase", label: "purchase", fields: [], costCents: parcel.price_cents });
  if (parcel.let !== null)
    offered.push({ order: "lease", label: "lease", fields: [], costCents: parcel.let.rent_cents });
  offered.push({
    order: "offer",
    label: mine ? "raise_offer" : "offer",
    fields: ["amount", "hours"],
    costCents: null,
  });
  if (mine) offered.push({ order: "drop_offer", label: "drop_offer", fields: [], costCents: null });
  if (parcel.lease?.tenant.mine)
    offered.push({ order: "end_lease", label: "end_lease", fields: [], costCents: null, danger: true });
  return offered;
}

export interface OrderValues {
  readonly price: string;
  readonly amount: string;
  readonly hours: string;
  readonly rent: string;
  readonly days: string;
  readonly to: string;
}

/** Cents of an amount of credits as people type it ("12", "12.5", "12,50"); null where it is none. */
export function centsOf(text: string): number | null {
  const match = /^\s*(\d{1,9})(?:[.,](\d{1,2}))?\s*$/.exec(text);
  if (match === null) return null;
  const cents = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return cents > 0 && cents <= LIMITS.amountCentsMax ? cents : null;
}

/** An order's parameters, but for the parcel. Bounds are what the person saw: no more is paid, and no less taken. */
export function parametersOf(
  offered: Offered,
  parcel: ParcelDetail,
  values: OrderValues,
): Readonly<Record<string, unknown>> {
  switch (offered.order) {
    case "list":
      return { price_cents: centsOf(values.price) };
    case "purchase":
      return { max_cents: parcel.price_cents };
    case "offer":
      return { amount_cents: centsOf(values.amount), hours: Number(values.hours) };
    case "accept_offer":
      return { min_cents: parcel.offer?.amount_cents };
    case "let":
      return offered.label === "unlet"
        ? { rent_cents: 0 }
        : { rent_cents: centsOf(values.rent), days: Number(values.days) };
    case "lease":
      return { max_rent_cents: parcel.let?.rent_cents };
    case "give":
      return { to: values.to.trim() };
    default:
      return {};
  }
}
