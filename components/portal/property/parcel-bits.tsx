"use client";

import Link from "next/link";
import type { ParcelState, ParcelView, PartyView } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import { Money, useMoney } from "#components/ui/values.tsx";

const TONES: { readonly [S in ParcelState]: BadgeTone } = {
  unowned: "plain",
  civic: "plain",
  owned: "accent",
  "for-sale": "brick",
  "to-let": "warn",
};

/** How a parcel stands, in a word and a colour. */
export function StateBadge({
  state,
  mine,
  pending,
}: {
  readonly state: ParcelState;
  readonly mine: boolean;
  readonly pending?: boolean;
}) {
  const t = useText("property");
  if (pending)
    return (
      <Badge tone="warn" dot>
        {t("states.pending")}
      </Badge>
    );
  return (
    <span className="inline-flex flex-wrap gap-1">
      {mine && <Badge tone="good">{t("states.mine")}</Badge>}
      {(!mine || state !== "owned") && <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>}
    </span>
  );
}

/** Who owns a parcel: an agent links to its profile. */
export function Owner({ owner }: { readonly owner: PartyView | null }) {
  const t = useText("property");
  if (owner === null) return <span className="whitespace-nowrap text-muted">{t("city")}</span>;
  if (owner.kind === "person") return <span>{owner.mine ? t("you") : owner.name}</span>;
  return (
    <Link className="text-accent hover:underline" href={`/agents/${owner.id}`}>
      {owner.name}
    </Link>
  );
}

/** What a parcel costs: to own it, or by the day. */
export function Price({ parcel }: { readonly parcel: Pick<ParcelView, "price_cents" | "let"> }) {
  const t = useText("property");
  const money = useMoney();
  if (parcel.price_cents !== null) return <Money cents={parcel.price_cents} />;
  if (parcel.let !== null)
    return (
      <span className="whitespace-nowrap">{t("per_day", { amount: money(parcel.let.rent_cents) })}</span>
    );
  return <span className="text-muted">–</span>;
}

/** Address of the city page, looking at a parcel, with its building chosen. */
export function cityHref({ building, x, z }: Pick<ParcelView, "building" | "x" | "z">): string {
  const cam = `cam=${x.toFixed(1)},${z.toFixed(1)},170,332,58`;
  return building === null ? `/?${cam}` : `/?${cam}&sel=${building}`;
}
