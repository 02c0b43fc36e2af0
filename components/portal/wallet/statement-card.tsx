"use client";

import { Download, ReceiptText } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type {
  AccountView,
  CounterpartyView,
  StatementLine,
  StatementPage,
} from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApiPages } from "#components/net/use-api.ts";
import { Card } from "#components/ui/card.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Pager, Table } from "#components/ui/table.tsx";
import { Select } from "#components/ui/text-input.tsx";
import { Money, Time } from "#components/ui/values.tsx";
import { useAccountLabel } from "./account-label.ts";

export const CAUSES = [
  "grant",
  "wage",
  "meal",
  "goods",
  "rent",
  "tax",
  "payment",
  "procurement",
  "order",
  "change",
  "claim",
  "sale",
  "lease",
  "income",
  "property_tax",
  "transfer",
  "withdrawal",
  "inheritance",
] as const;

/** Every cent of an account: what for, with whom, and what was left. */
export function StatementCard({ account }: { readonly account: AccountView }) {
  const t = useText("wallet");
  const labelOf = useAccountLabel();
  const [cause, setCause] = useState("");
  const [direction, setDirection] = useState("");
  const query = new URLSearchParams({ ...(cause && { cause }), ...(direction && { direction }) }).toString();
  const base = `/wallet/${account.account}/statement`;
  const list = useApiPages<StatementPage>(query === "" ? base : `${base}?${query}`, (page) => page.next);
  const rows = list.pages.flatMap((page) => page.lines);
  return (
    <Card
      title={t("statement_of", { account: labelOf(account) })}
      flush
      actions={
        <a
          className="inline-flex min-h-10 items-center gap-2 rounded-md px-3 text-sm font-medium text-accent hover:bg-hover"
          href={`/api/v1${base}?${query === "" ? "" : `${query}&`}format=csv`}
          download
        >
          <Download size={16} aria-hidden="true" />
          {t("csv")}
        </a>
      }
    >
      <search className="grid grid-cols-2 gap-3 px-6 pb-4 max-sm:px-5 sm:max-w-md">
        <Select
          label={t("cause")}
          value={cause}
          onChange={(event) => setCause(event.target.value)}
          choices={[
            { value: "", label: t("any") },
            ...CAUSES.map((one) => ({ value: one, label: t(`causes.${one}`) })),
          ]}
        />
        <Select
          label={t("direction")}
          value={direction}
          onChange={(event) => setDirection(event.target.value)}
          choices={[
            { value: "", label: t("any") },
            { value: "in", label: t("in") },
            { value: "out", label: t("out") },
          ]}
        />
      </search>
      {list.loading ? (
        <SkeletonRows rows={6} />
      ) : list.problem !== null && rows.length === 0 ? (
        <ErrorState problem={list.problem} onRetry={list.reload} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon={<ReceiptText size={22} aria-hidden="true" />}
          title={t("none_title")}
          text={t("none_text")}
        />
      ) : (
        <Lines rows={rows} />
      )}
      <Pager hasMore={list.hasMore} loading={list.loadingMore} label={t("more")} onMore={list.more} />
    </Card>
  );
}

function Lines({ rows }: { readonly rows: readonly StatementLine[] }) {
  const t = useText("wallet");
  return (
    <Table<StatementLine>
      label={t("statement")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { id: "what", head: t("columns.what"), primary: true, cell: (line) => <Cause cause={line.cause} /> },
        { id: "other", head: t("columns.other"), cell: (line) => <Counterparty of={line.counterparty} /> },
        { id: "at", head: t("columns.at"), cell: ({ at }) => (at === null ? "" : <Time at={at} />) },
        {
          id: "amount",
          head: t("columns.amount"),
          align: "right",
          cell: (line) => <Money cents={line.amount_cents} signed />,
        },
        {
          id: "balance",
          head: t("columns.balance"),
          align: "right",
          cell: (line) => <Money cents={line.balance_cents} />,
        },
      ]}
    />
  );
}

function Cause({ cause }: { readonly cause: string }) {
  const t = useText("wallet");
  const known = CAUSES.find((one) => one === cause);
  return <>{known === undefined ? cause : t(`causes.${known}`)}</>;
}

function Counterparty({ of }: { readonly of: CounterpartyView }) {
  const t = useText("wallet");
  const href = of.kind === "city" ? null : hrefOf(of.kind, of.id);
  if (of.kind === "city") return <span className="text-muted">{t("city")}</span>;
  if (href === null) return <>{of.name}</>;
  return (
    <Link className="text-accent hover:underline" href={href}>
      {of.name}
    </Link>
  );
}

function hrefOf(kind: "agent" | "person" | "parcel" | "building", id: string): string | null {
  if (kind === "parcel") return `/properties/${id}`;
  if (kind === "agent") return `/agents/${id}`;
  return kind === "building" ? `/?sel=${id}` : null;
}
