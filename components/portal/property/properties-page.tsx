"use client";

import { Map as MapIcon, Rows3, SearchX } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import type { ParcelPage, ParcelStates, ParcelView } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi, useApiPages } from "#components/net/use-api.ts";
import type { MapParcel, ParcelPaint } from "#components/portal/map/map-parcel.ts";
import { PlanMap } from "#components/portal/map/plan-map.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { cx } from "#components/ui/cx.ts";
import { PageHead } from "#components/ui/page-head.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Pager, Table } from "#components/ui/table.tsx";
import { Checkbox } from "#components/ui/toggles.tsx";
import { Money, useMoney } from "#components/ui/values.tsx";
import { MapLegend } from "./map-legend.tsx";
import { Owner, Price, StateBadge } from "./parcel-bits.tsx";
import { ParcelFilters } from "./parcel-filters.tsx";
import { useParcelFilters } from "./use-parcel-filters.ts";

const REFRESH_MS = 10_000;

/** The registry: map and list of all parcels, side by side. */
export function PropertiesPage() {
  const t = useText("property");
  const { filters, path, isFiltered, set, clear } = useParcelFilters();
  const list = useApiPages<ParcelPage>(path, (page) => page.next);
  const states = useApi<ParcelStates>("/parcels/states", { refreshMs: REFRESH_MS });
  const [shown, setShown] = useState<"list" | "map">("list");
  const [byMap, setByMap] = useState(filters.bbox !== "");
  const router = useRouter();
  const paint = useMemo(() => paintOf(states.data), [states.data]);
  const rows = list.pages.flatMap((page) => page.parcels);
  const counts = list.pages[0]?.counts;
  const open = (parcel: MapParcel) =>
    router.push(`/properties/${formatId("prc", MAIN_WORLD, parcel.parcel)}`);
  const tip = (parcel: MapParcel) =>
    `${parcel.address} · ${t(`uses.${parcel.use ?? "lot"}`)} · ${t(`states.${stateIn(states.data, parcel.parcel)}`)}`;
  const onView = (box: readonly [number, number, number, number]) => {
    if (byMap) set({ bbox: box.join(",") });
  };
  return (
    <>
      <PageHead title={t("title")} text={t("text")} />
      <div className="grid gap-4">
        <ParcelFilters
          filters={filters}
          counts={counts}
          isFiltered={isFiltered}
          onChange={set}
          onClear={clear}
        />
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-sm text-muted" aria-live="polite">
            {counts && t("count", { n: filters.state === "" ? counts.all : countOf(counts, filters.state) })}
          </p>
          <div className="flex items-center gap-4">
            <Checkbox
              label={t("area")}
              checked={byMap}
              onChange={(event) => {
                setByMap(event.target.checked);
                if (!event.target.checked) set({ bbox: "" });
              }}
            />
            <Button
              className="lg:hidden"
              size="small"
              icon={
                shown === "list" ? (
                  <MapIcon size={16} aria-hidden="true" />
                ) : (
                  <Rows3 size={16} aria-hidden="true" />
                )
              }
              onClick={() => setShown(shown === "list" ? "map" : "list")}
            >
              {t(shown === "list" ? "show_map" : "show_list")}
            </Button>
          </div>
        </div>
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <div className={cx("grid gap-2 lg:sticky lg:top-20", shown === "list" && "max-lg:hidden")}>
            <PlanMap
              label={t("map")}
              className="h-[70dvh] lg:h-[calc(100dvh-13rem)] lg:min-h-96"
              paint={paint}
              onSelect={open}
              tip={tip}
              onView={onView}
            />
            <MapLegend />
          </div>
          <Card flush className={cx(shown === "map" && "max-lg:hidden")}>
            <ParcelRows list={{ ...list, rows }} onClear={clear} />
          </Card>
        </div>
      </div>
    </>
  );
}

interface RowsProps {
  readonly list: Omit<ReturnType<typeof useApiPages<ParcelPage>>, "pages"> & {
    readonly rows: readonly ParcelView[];
  };
  readonly onClear: () => void;
}

function ParcelRows({ list, onClear }: RowsProps) {
  const t = useText("property");
  if (list.loading) return <SkeletonRows rows={8} />;
  if (list.problem !== null && list.rows.length === 0)
    return <ErrorState problem={list.problem} onRetry={list.reload} />;
  if (list.rows.length === 0)
    return (
      <EmptyState
        icon={<SearchX size={22} aria-hidden="true" />}
        title={t("none_title")}
        text={t("none_text")}
        action={<Button onClick={onClear}>{t("clear")}</Button>}
      />
    );
  return (
    <>
      <Table<ParcelView>
        label={t("title")}
        rows={list.rows}
        keyOf={(parcel) => parcel.id}
        columns={[
          {
            id: "address",
            head: t("columns.address"),
            primary: true,
            cell: (parcel) => <Address parcel={parcel} />,
          },
          {
            id: "state",
            head: t("columns.state"),
            cell: (parcel) => <StateBadge state={parcel.state} mine={parcel.mine} />,
          },
          { id: "owner", head: t("columns.owner"), cell: (parcel) => <Owner owner={parcel.owner} /> },
          {
            id: "price",
            head: t("columns.price"),
            align: "right",
            cell: (parcel) => <Price parcel={parcel} />,
          },
          {
            id: "value",
            head: t("columns.value"),
            align: "right",
            cell: (parcel) => <Money cents={parcel.land_value_cents} />,
          },
        ]}
      />
      <Pager hasMore={list.hasMore} loading={list.loadingMore} label={t("more")} onMore={list.more} />
    </>
  );
}

function Address({ parcel }: { readonly parcel: ParcelView }) {
  const t = useText("property");
  const money = useMoney();
  return (
    <Link href={`/properties/${parcel.id}`} className="block hover:underline">
      {parcel.title ?? parcel.address}
      <span className="block text-xs font-normal text-muted">
        {parcel.title === null ? "" : `${parcel.address} · `}
        {t(`uses.${parcel.use ?? "lot"}`)} · {parcel.district.name}
      </span>
      {parcel.arrears_cents > 0 && (
        <span className="block text-xs font-normal text-bad">
          {t("tax_owed", { amount: money(parcel.arrears_cents) })}
        </span>
      )}
    </Link>
  );
}

function countOf(counts: ParcelPage["counts"], state: string): number {
  return Object.entries(counts).find(([name]) => name === state)?.[1] ?? counts.all;
}

function stateIn(states: ParcelStates | undefined, parcel: number) {
  return states?.parcels.find(([number]) => number === parcel)?.[1] ?? "unowned";
}

/** Colours by state; whatever is not listed can be claimed. */
function paintOf(states: ParcelStates | undefined): (parcel: number) => ParcelPaint | null {
  const paints = new Map<number, ParcelPaint>();
  for (const [parcel, state, mine] of states?.parcels ?? []) {
    paints.set(parcel, mine === 1 && state === "owned" ? "mine" : state === "unowned" ? "free" : state);
  }
  return (parcel) => paints.get(parcel) ?? null;
}
