"use client";

import type { ReactNode } from "react";
import { useFormatter } from "use-intl";
import type { AdminCity, AdminDistrict } from "#city/protocol/admin-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { useDistrictName } from "#components/ui/district-name.ts";
import { ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Table } from "#components/ui/table.tsx";
import { Money } from "#components/ui/values.tsx";
import { ClockActions } from "./clock-actions.tsx";

const REFRESH_MS = 3_000;

/** The clock, the money and the districts. */
export function CitySection() {
  const t = useText("admin");
  const { data, problem, reload } = useApi<AdminCity>("/admin/city", { refreshMs: REFRESH_MS });
  if (!data)
    return (
      <Card flush>{problem ? <ErrorState problem={problem} onRetry={reload} /> : <SkeletonRows />}</Card>
    );
  return (
    <div className="grid gap-6">
      <Card title={t("cityTitle")} actions={<ClockActions city={data} />}>
        <ClockFacts city={data} />
      </Card>
      <Card title={t("districts")} flush>
        <DistrictTable districts={data.districts} />
      </Card>
    </div>
  );
}

function ClockFacts({ city }: { readonly city: AdminCity }) {
  const t = useText("admin");
  const { number } = useFormatter();
  const isRight = city.held_cents + city.under_way_cents === city.genesis_cents;
  return (
    <dl className="grid gap-5 text-sm sm:grid-cols-2 lg:grid-cols-4">
      <Fact name={t("state")}>
        <Badge tone={city.frozen ? "warn" : "good"} dot>
          {t(city.frozen ? "stands" : "running")}
        </Badge>
      </Fact>
      <Fact name={t("tick")}>{number(city.tick)}</Fact>
      <Fact name={t("speed")}>
        {t("speedValue", { speed: city.speed })}
        <span className="block text-muted">{t("tickEvery", { seconds: tickSeconds(city, city.speed) })}</span>
      </Fact>
      <Fact name={t("money")}>
        <Money cents={city.held_cents + city.under_way_cents} />
        <span className="block text-muted">
          <Money cents={city.under_way_cents} /> {t("underWay")}
        </span>
        <span className={isRight ? "block text-good" : "block text-bad"}>
          {t(isRight ? "moneyRight" : "moneyWrong")}
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="mb-1 text-xs text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Wall seconds of a tick at a speed. */
export function tickSeconds(city: AdminCity, speed: number): number {
  return city.tick_ms / 1_000 / speed;
}

function DistrictTable({ districts }: { readonly districts: readonly AdminDistrict[] }) {
  const t = useText("admin");
  const nameOf = useDistrictName();
  const { number } = useFormatter();
  return (
    <Table
      label={t("districts")}
      rows={districts}
      keyOf={(row) => row.id}
      columns={[
        { id: "district", head: t("district"), primary: true, cell: nameOf },
        { id: "tick", head: t("tick"), align: "right", cell: (row) => number(row.tick) },
        {
          id: "late",
          head: t("late"),
          cell: (row) =>
            row.late_ticks === 0 ? (
              t("onTime")
            ) : (
              <Badge tone="bad">{t("lateTicks", { n: row.late_ticks })}</Badge>
            ),
        },
        {
          id: "worker",
          head: t("worker"),
          cell: (row) => row.worker ?? <Badge tone="bad">{t("nobody")}</Badge>,
        },
        {
          id: "lease",
          head: t("lease"),
          cell: (row) =>
            row.lease_left_ms === null
              ? "–"
              : t("leaseLeft", {
                  seconds: Math.round(row.lease_left_ms / 1_000),
                  generation: row.generation,
                }),
        },
        { id: "agents", head: t("agents"), align: "right", cell: (row) => number(row.agents) },
        {
          id: "letters",
          head: t("letters"),
          cell: (row) =>
            row.oldest_letter_ticks === null
              ? number(row.letters_waiting)
              : t("lettersOld", { n: row.letters_waiting, ticks: row.oldest_letter_ticks }),
        },
        { id: "money", head: t("money"), align: "right", cell: (row) => <Money cents={row.money_cents} /> },
      ]}
    />
  );
}
