"use client";

import { useFormatter } from "use-intl";
import type { TreasuryDistrict, TreasuryView } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { useDistrictName } from "#components/ui/district-name.ts";
import { PageHead } from "#components/ui/page-head.tsx";
import { ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Table } from "#components/ui/table.tsx";
import { Money, useMoney } from "#components/ui/values.tsx";
import { CAUSES } from "./statement-card.tsx";

const REFRESH_MS = 2_000;

/** The city's sum of money, for everybody to check. */
export function TreasuryPage() {
  const t = useText("treasury");
  const { data, problem, loading, reload } = useApi<TreasuryView>("/treasury", { refreshMs: REFRESH_MS });
  return (
    <>
      <PageHead
        title={t("title")}
        text={t("text")}
        badge={data && <Badge>{t("tick", { n: data.tick })}</Badge>}
      />
      {loading ? (
        <SkeletonRows rows={8} />
      ) : data === undefined ? (
        problem && <ErrorState problem={problem} onRetry={reload} />
      ) : (
        <Treasury treasury={data} />
      )}
    </>
  );
}

function Treasury({ treasury }: { readonly treasury: TreasuryView }) {
  const t = useText("treasury");
  const money = useMoney();
  const districts = treasury.districts.reduce((sum, { money_cents }) => sum + money_cents, 0);
  return (
    <div className="grid gap-6">
      <Card>
        <div className="grid gap-4">
          <p aria-live="polite">
            <Badge tone={treasury.equal ? "good" : "bad"} dot>
              {t(treasury.equal ? "equal" : "unequal")}
            </Badge>
          </p>
          <p className="text-3xl font-semibold tracking-tight break-words tabular-nums">
            <Money cents={treasury.sum_cents} />
          </p>
          <p className="text-sm text-muted">
            {t("equation", {
              districts: money(districts),
              letters: money(treasury.letters_cents),
              sum: money(treasury.sum_cents),
            })}
          </p>
          <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
            <Figure label={t("genesis")} cents={treasury.genesis_cents} />
            <Figure label={t("minted")} cents={treasury.minted_today_cents} />
            <Figure label={t("sunk")} cents={treasury.sunk_today_cents} />
            <Figure label={t("held")} cents={treasury.treasury_cents} />
          </dl>
        </div>
      </Card>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Where treasury={treasury} />
        <Today treasury={treasury} />
      </div>
    </div>
  );
}

function Figure({ label, cents }: { readonly label: string; readonly cents: number }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="font-medium">
        <Money cents={cents} />
      </dd>
    </div>
  );
}

function Where({ treasury }: { readonly treasury: TreasuryView }) {
  const t = useText("treasury");
  const nameOf = useDistrictName();
  const format = useFormatter();
  const share = (cents: number) =>
    format.number(treasury.sum_cents === 0 ? 0 : cents / treasury.sum_cents, {
      style: "percent",
      maximumFractionDigits: 1,
    });
  return (
    <Card
      title={t("where")}
      flush
      text={
        <>
          {t("letters", { n: treasury.letters })}, <Money cents={treasury.letters_cents} />
        </>
      }
    >
      <Table<TreasuryDistrict>
        label={t("where")}
        rows={treasury.districts}
        keyOf={({ id }) => id}
        columns={[
          { id: "district", head: t("district"), primary: true, cell: nameOf },
          {
            id: "money",
            head: t("money"),
            align: "right",
            cell: ({ money_cents }) => <Money cents={money_cents} />,
          },
          { id: "share", head: t("share"), align: "right", cell: ({ money_cents }) => share(money_cents) },
        ]}
      />
    </Card>
  );
}

function Today({ treasury }: { readonly treasury: TreasuryView }) {
  const t = useText("treasury");
  const words = useText("wallet");
  const nameOf = (cause: string) => {
    const known = CAUSES.find((one) => one === cause);
    if (known !== undefined) return words(`causes.${known}`);
    return cause === "handoff" ? t("handoff") : cause;
  };
  return (
    <Card title={t("today")} flush>
      {treasury.causes.length === 0 ? (
        <p className="px-6 pb-6 text-sm text-muted">{t("nothing")}</p>
      ) : (
        <Table<TreasuryView["causes"][number]>
          label={t("today")}
          rows={treasury.causes}
          keyOf={({ cause }) => cause}
          columns={[
            { id: "cause", head: t("cause"), primary: true, cell: ({ cause }) => nameOf(cause) },
            {
              id: "in",
              head: t("taken"),
              align: "right",
              cell: ({ in_cents }) => (in_cents === 0 ? "–" : <Money cents={in_cents} />),
            },
            {
              id: "out",
              head: t("given"),
              align: "right",
              cell: ({ out_cents }) => (out_cents === 0 ? "–" : <Money cents={out_cents} />),
            },
          ]}
        />
      )}
    </Card>
  );
}
