"use client";

import { Send } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import type { AccountView, WalletView } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Callout } from "#components/ui/form.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Table } from "#components/ui/table.tsx";
import { Money } from "#components/ui/values.tsx";
import { useAccountLabel } from "./account-label.ts";
import { StatementCard } from "./statement-card.tsx";
import { TransferDialog } from "./transfer-dialog.tsx";

const REFRESH_MS = 5_000;

/** Money of a person and of their agents: balances, statements, transfers. */
export function WalletPage() {
  const t = useText("wallet");
  const { data, problem, loading, reload } = useApi<WalletView>("/wallet", { refreshMs: REFRESH_MS });
  const search = useSearchParams();
  const router = useRouter();
  const pathname = usePathname();
  const [sending, setSending] = useState<{ readonly from: string; readonly to: string } | null>(null);
  const shown = data?.accounts.find(({ account }) => account === search.get("account")) ?? data?.accounts[0];
  const show = (account: string) => router.replace(`${pathname}?account=${account}`, { scroll: false });
  return (
    <>
      <PageHead
        title={t("title")}
        text={t("text")}
        actions={
          <Button
            tone="primary"
            disabled={data === undefined}
            icon={<Send size={16} aria-hidden="true" />}
            onClick={() => setSending({ from: shown?.account ?? "", to: "" })}
          >
            {t("send")}
          </Button>
        }
      />
      <div className="grid gap-6">
        {loading ? (
          <SkeletonRows />
        ) : data === undefined ? (
          problem && <ErrorState problem={problem} onRetry={reload} />
        ) : (
          <>
            {data.waiting.length > 0 && (
              <Callout tone="warn">{t("waiting", { n: data.waiting.length })}</Callout>
            )}
            <Accounts
              wallet={data}
              shown={shown?.account ?? ""}
              onShow={show}
              onWithdraw={({ account, holder }) => setSending({ from: account, to: holder.id })}
            />
            {shown && <StatementCard key={shown.account} account={shown} />}
          </>
        )}
      </div>
      {sending !== null && data && (
        <TransferDialog accounts={data.accounts} initial={sending} onClose={() => setSending(null)} />
      )}
    </>
  );
}

interface AccountsProps {
  readonly wallet: WalletView;
  readonly shown: string;
  readonly onShow: (account: string) => void;
  readonly onWithdraw: (account: AccountView) => void;
}

function Accounts({ wallet, shown, onShow, onWithdraw }: AccountsProps) {
  const t = useText("wallet");
  const labelOf = useAccountLabel();
  const hasBank = wallet.accounts.some(({ kind }) => kind === "bank");
  return (
    <Card
      title={t("accounts")}
      flush
      text={hasBank ? t("bank_hint") : undefined}
      actions={
        <span className="text-sm text-muted">
          {t("total")}{" "}
          <strong className="text-lg font-semibold text-ink">
            <Money cents={wallet.total_cents} />
          </strong>
        </span>
      }
    >
      <Table<AccountView>
        label={t("accounts")}
        rows={wallet.accounts}
        keyOf={({ account }) => account}
        columns={[
          {
            id: "account",
            head: t("account"),
            primary: true,
            cell: (account) => (
              <span className="inline-flex flex-wrap items-center gap-2">
                {labelOf(account)}
                {account.retired && <Badge>{t("retired")}</Badge>}
              </span>
            ),
          },
          {
            id: "balance",
            head: t("balance"),
            align: "right",
            cell: ({ balance_cents }) =>
              balance_cents === null ? (
                <span className="text-muted">{t("opening")}</span>
              ) : (
                <Money cents={balance_cents} />
              ),
          },
          {
            id: "do",
            head: t("statement"),
            hideHead: true,
            align: "right",
            cell: (account) => (
              <span className="inline-flex flex-wrap justify-end gap-1">
                {account.kind === "bank" && (account.balance_cents ?? 0) > 0 && !account.retired && (
                  <Button size="small" tone="quiet" onClick={() => onWithdraw(account)}>
                    {t("to_purse")}
                  </Button>
                )}
                <Button
                  size="small"
                  tone="quiet"
                  aria-pressed={account.account === shown}
                  onClick={() => onShow(account.account)}
                >
                  {t("show")}
                </Button>
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}
