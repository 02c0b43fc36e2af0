"use client";

import { Box, History, Paintbrush } from "lucide-react";
import { usePathname } from "next/navigation";
import { useMemo, useState } from "react";
import { MAIN_WORLD, parseId } from "#city/ids.ts";
import type { HistoryLine, HistoryPage, ParcelDetail } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApiPages } from "#components/net/use-api.ts";
import { FeedList } from "#components/portal/feed/feed-list.tsx";
import type { ParcelPaint } from "#components/portal/map/map-parcel.ts";
import { PlanMap } from "#components/portal/map/plan-map.tsx";
import { usePerson } from "#components/portal/person.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Callout } from "#components/ui/form.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Pager } from "#components/ui/table.tsx";
import { usePageTitle } from "#components/ui/use-page-title.ts";
import { Money, Time, useMoney } from "#components/ui/values.tsx";
import { BuildingPicture } from "./building-picture.tsx";
import { DressDialog } from "./dress-dialog.tsx";
import { OrderDialog } from "./order-dialog.tsx";
import { type Offered, offeredOrders } from "./order-specs.ts";
import { cityHref, StateBadge } from "./parcel-bits.tsx";
import { ParcelFactsList, ParcelMarket } from "./parcel-facts.tsx";
import { PriceChart } from "./price-chart.tsx";
import { useParcel } from "./use-orders.ts";

const MAP_SPAN_M = 220;

/** One parcel: what stands there, whose it is, what can be done about it, and what has happened. */
export function ParcelPage({ id }: { readonly id: string }) {
  const t = useText("property");
  const { data, problem, loading, reload, give } = useParcel(id);
  if (loading) return <SkeletonRows rows={10} />;
  if (data === undefined)
    return (
      problem && (
        <ErrorState problem={problem} onRetry={reload} back={{ href: "/properties", label: t("title") }} />
      )
    );
  return <Parcel parcel={data} give={give} />;
}

function Parcel({
  parcel,
  give,
}: {
  readonly parcel: ParcelDetail;
  readonly give: ReturnType<typeof useParcel>["give"];
}) {
  const t = useText("property");
  const pending = parcel.waiting.length > 0;
  usePageTitle(parcel.title ?? parcel.address);
  return (
    <>
      <PageHead
        title={parcel.title ?? parcel.address}
        text={parcel.title === null ? parcel.district.name : `${parcel.address}, ${parcel.district.name}`}
        crumbs={[{ href: "/properties", label: t("title") }]}
        badge={<StateBadge state={parcel.state} mine={parcel.mine} pending={pending} />}
        actions={
          <ButtonLink href={cityHref(parcel)} icon={<Box size={16} aria-hidden="true" />}>
            {t("in_city")}
          </ButtonLink>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_360px]">
        <div className="grid gap-6">
          <Pictures parcel={parcel} />
          <HistoryCard id={parcel.id} />
          <FeedList parcel={parcel.id} />
        </div>
        <div className="grid gap-6 max-lg:order-first">
          <Card title={t("market.title")}>
            <div className="grid gap-4">
              {pending && <Waiting parcel={parcel} />}
              {parcel.arrears_cents > 0 && <Arrears parcel={parcel} />}
              <ParcelMarket parcel={parcel} />
              <Actions parcel={parcel} give={give} />
            </div>
          </Card>
          <Card title={t("facts.title")}>
            <ParcelFactsList parcel={parcel} />
          </Card>
        </div>
      </div>
    </>
  );
}

function Waiting({ parcel }: { readonly parcel: ParcelDetail }) {
  const t = useText("property");
  const order = parcel.waiting[0];
  const text =
    order?.status === "held" ? "pending.held" : order?.order === "claim" ? "pending.claim" : "pending.other";
  return <Callout tone="warn">{t(text)}</Callout>;
}

function Arrears({ parcel }: { readonly parcel: ParcelDetail }) {
  const t = useText("property");
  const money = useMoney();
  return (
    <Callout tone={parcel.mine ? "bad" : "warn"}>
      {t("market.arrears", { amount: money(parcel.arrears_cents), n: parcel.arrears_days_left ?? 0 })}{" "}
      {parcel.mine && t("market.arrears_mine")}
    </Callout>
  );
}

function Actions({
  parcel,
  give,
}: {
  readonly parcel: ParcelDetail;
  readonly give: ReturnType<typeof useParcel>["give"];
}) {
  const t = useText("property");
  const person = usePerson();
  const pathname = usePathname();
  const [open, setOpen] = useState<Offered | "dress" | null>(null);
  if (person === null)
    return (
      <ButtonLink tone="primary" href={`/sign-in?next=${encodeURIComponent(pathname)}`}>
        {t("actions.sign_in")}
      </ButtonLink>
    );
  const offered = offeredOrders(parcel);
  const dresses = parcel.lease?.tenant.mine || (parcel.mine && parcel.lease === null);
  const close = () => setOpen(null);
  return (
    <div className="flex flex-wrap gap-2">
      {offered.map((one, i) => (
        <Button
          key={one.label}
          tone={one.danger ? "quiet" : i === 0 ? "primary" : "secondary"}
          disabled={parcel.waiting.length > 0}
          onClick={() => setOpen(one)}
        >
          {t(`actions.${one.label}`)}
        </Button>
      ))}
      {(dresses || parcel.mine) && (
        <Button icon={<Paintbrush size={16} aria-hidden="true" />} onClick={() => setOpen("dress")}>
          {t("actions.dress")}
        </Button>
      )}
      {open === "dress" && <DressDialog parcel={parcel} give={give} onClose={close} />}
      {open !== null && open !== "dress" && (
        <OrderDialog parcel={parcel} offered={open} give={give} onClose={close} />
      )}
    </div>
  );
}

function Pictures({ parcel }: { readonly parcel: ParcelDetail }) {
  const t = useText("property");
  const number = parseId("prc", parcel.id);
  const index = number.ok && number.value.world === MAIN_WORLD ? number.value.index : -1;
  const colour: ParcelPaint =
    parcel.mine && parcel.state === "owned" ? "mine" : parcel.state === "unowned" ? "free" : parcel.state;
  const paint = useMemo(() => (one: number) => (one === index ? colour : null), [index, colour]);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Card className="overflow-hidden">
        <BuildingPicture
          address={parcel.address}
          facts={parcel.facts}
          lotWidthM={parcel.width_m}
          colour={parcel.colour}
          use={parcel.dressed_use}
          title={parcel.title}
          sign={parcel.sign}
        />
        {parcel.image !== null && (
          // biome-ignore lint/performance/noImgElement: it is small already, and the page's own image service would keep a second copy
          <img src={parcel.image} alt={t("photo")} className="mt-3 w-full rounded-lg object-cover" />
        )}
      </Card>
      <PlanMap
        label={`${t("map")}: ${parcel.address}`}
        className="min-h-64"
        paint={paint}
        selected={index}
        focus={{ xM: parcel.x, zM: parcel.z, spanM: MAP_SPAN_M }}
      />
    </div>
  );
}

function HistoryCard({ id }: { readonly id: string }) {
  const t = useText("property");
  const history = useApiPages<HistoryPage>(`/parcels/${id}/history`, (page) => page.next);
  const lines = history.pages.flatMap((page) => page.lines);
  return (
    <Card title={t("history.title")} flush>
      {history.loading ? (
        <SkeletonRows />
      ) : history.problem !== null && lines.length === 0 ? (
        <ErrorState problem={history.problem} onRetry={history.reload} />
      ) : lines.length === 0 ? (
        <EmptyState icon={<History size={22} aria-hidden="true" />} title={t("history.none")} />
      ) : (
        <>
          <div className="px-6 pt-2">
            <PriceChart lines={lines} />
          </div>
          <ol className="divide-y divide-line">
            {lines.map((line) => (
              <Line key={`${line.tick} ${line.seq}`} line={line} />
            ))}
          </ol>
          <Pager
            hasMore={history.hasMore}
            loading={history.loadingMore}
            label={t("history.more")}
            onMore={history.more}
          />
        </>
      )}
    </Card>
  );
}

const KINDS = [
  "claimed",
  "listed",
  "unlisted",
  "sold",
  "offered",
  "offer_dropped",
  "let",
  "leased",
  "lease_ended",
  "given",
  "dressed",
  "inherited",
  "tax_owed",
  "tax_settled",
  "forfeited",
] as const;

function Line({ line }: { readonly line: HistoryLine }) {
  const t = useText("property");
  const kind = KINDS.find((one) => one === line.kind);
  const names = { giver: line.giver?.name ?? t("city"), taker: line.taker?.name ?? t("city") };
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-6 py-3 text-sm">
      <span className="min-w-0">{kind === undefined ? line.kind : t(`history.kinds.${kind}`, names)}</span>
      <span className="flex items-baseline gap-4 text-muted">
        {line.cents !== null && line.cents > 0 && <Money cents={line.cents} />}
        {line.at !== null && <Time at={line.at} />}
      </span>
    </li>
  );
}
