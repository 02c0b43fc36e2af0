"use client";

import type { ReactNode } from "react";
import { useFormatter } from "use-intl";
import type { ParcelDetail } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { Money, Time, useMoney } from "#components/ui/values.tsx";
import { Owner } from "./parcel-bits.tsx";

type Fact = readonly [label: string, value: ReactNode];

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[minmax(0,auto)_1fr] gap-x-4 gap-y-2 text-sm">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 text-right break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What is built there and what it is worth. */
export function ParcelFactsList({ parcel }: { readonly parcel: ParcelDetail }) {
  const t = useText("property");
  const format = useFormatter();
  const metres = (length: number) => format.number(length, { maximumFractionDigits: 1 });
  const { facts } = parcel;
  const list: Fact[] = [
    [t("facts.district"), parcel.district.name],
    [t("facts.neighborhood"), parcel.neighborhood.name],
    [t("facts.use"), t(`uses.${parcel.use ?? "lot"}`)],
    [
      t("facts.size"),
      t("facts.size_value", { width: metres(parcel.width_m), depth: metres(parcel.depth_m) }),
    ],
  ];
  if (facts !== null) {
    list.push([t("facts.floors"), facts.floors]);
    if (facts.homes > 0) list.push([t("facts.homes"), facts.homes]);
    if (facts.jobs > 0) list.push([t("facts.jobs"), facts.jobs]);
  }
  list.push([t("facts.value"), <Money key="value" cents={parcel.land_value_cents} />]);
  list.push([t("facts.tax"), <PerDay key="tax" cents={parcel.tax_cents} />]);
  if (parcel.arrears_cents > 0)
    list.push([t("facts.arrears"), <Money key="arrears" cents={parcel.arrears_cents} />]);
  if (parcel.sign !== null) list.push([t("facts.sign"), parcel.sign]);
  return <Facts facts={list} />;
}

function PerDay({ cents }: { readonly cents: number }) {
  const t = useText("property");
  const money = useMoney();
  return <>{t("per_day", { amount: money(cents) })}</>;
}

/** Whose it is, and on what terms it can be had. */
export function ParcelMarket({ parcel }: { readonly parcel: ParcelDetail }) {
  const t = useText("property");
  const list: Fact[] = [[t("facts.owner"), <Owner key="owner" owner={parcel.owner} />]];
  if (parcel.since !== null) list.push([t("facts.since"), <Time key="since" at={parcel.since} />]);
  if (parcel.price_cents !== null) {
    const label = t(parcel.owner === null ? "market.claim" : "market.price");
    list.push([label, <Money key="price" cents={parcel.price_cents} />]);
  }
  if (parcel.let !== null) {
    list.push([
      t("market.rent"),
      <span key="let">
        <PerDay cents={parcel.let.rent_cents} /> {t("market.days", { n: parcel.let.days })}
      </span>,
    ]);
  }
  if (parcel.lease !== null) {
    list.push([
      t("market.tenant"),
      <span key="lease">
        <Owner owner={parcel.lease.tenant} />, <PerDay cents={parcel.lease.rent_cents} />,{" "}
        {t("market.lease_left", { n: parcel.lease.days_left })}
      </span>,
    ]);
  }
  if (parcel.offer !== null) {
    list.push([
      t("market.offer", { name: parcel.offer.by.mine ? t("you") : parcel.offer.by.name }),
      <Money key="offer" cents={parcel.offer.amount_cents} />,
    ]);
  }
  if (parcel.balance_cents !== null)
    list.push([t("market.balance"), <Money key="balance" cents={parcel.balance_cents} />]);
  const quiet = parcel.owner !== null && !parcel.mine && parcel.price_cents === null && parcel.let === null;
  return (
    <div className="grid gap-3">
      <Facts facts={list} />
      {parcel.offer === null && parcel.has_offer && (
        <p className="text-sm text-muted">{t("market.offer_hidden")}</p>
      )}
      {parcel.state === "civic" && <p className="text-sm text-muted">{t("market.civic")}</p>}
      {quiet && <p className="text-sm text-muted">{t("market.nothing")}</p>}
    </div>
  );
}
