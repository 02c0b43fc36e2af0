"use client";

import { useState } from "react";
import type { AccountView } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { AgentPicker } from "#components/portal/agent-picker.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Callout } from "#components/ui/form.tsx";
import { Select, TextInput } from "#components/ui/text-input.tsx";
import { useMoney } from "#components/ui/values.tsx";
import { useAccountLabel } from "./account-label.ts";
import { OTHER, useTransfer } from "./use-transfer.ts";

interface TransferDialogProps {
  readonly accounts: readonly AccountView[];
  readonly initial: { readonly from: string; readonly to: string };
  readonly onClose: () => void;
}

type Transfer = ReturnType<typeof useTransfer>;

/** Money from one account to another: written first, looked at again, then sent. */
export function TransferDialog({ accounts, initial, onClose }: TransferDialogProps) {
  const t = useText("wallet");
  const transfer = useTransfer(accounts, initial, onClose);
  const [checking, setChecking] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("dialog.title")}
      text={t("dialog.text")}
    >
      {checking ? (
        <TransferCheck transfer={transfer} onBack={() => setChecking(false)} />
      ) : (
        <TransferForm transfer={transfer} onNext={() => setChecking(true)} />
      )}
    </Dialog>
  );
}

function TransferCheck({ transfer, onBack }: { readonly transfer: Transfer; readonly onBack: () => void }) {
  const t = useText("wallet");
  const money = useMoney();
  const labelOf = useAccountLabel();
  const { source, target, targetAccount, cents } = transfer;
  const { name } = transfer.draft;
  const amount = money(cents);
  const confirm = async () => {
    if (!(await transfer.send())) onBack();
  };
  return (
    <div className="grid gap-5">
      <p>
        {t("dialog.check", {
          amount,
          from: source ? labelOf(source) : "",
          to: targetAccount ? labelOf(targetAccount) : name === null ? target : `${name} (${target})`,
        })}
      </p>
      <p className="text-sm text-muted">
        {t("dialog.after", { amount: money((source?.balance_cents ?? 0) - cents) })}
      </p>
      <div className="flex justify-end gap-2">
        <Button tone="quiet" onClick={onBack}>
          {t("dialog.back")}
        </Button>
        <Button tone="primary" loading={transfer.sending} onClick={() => void confirm()}>
          {t("dialog.confirm", { amount })}
        </Button>
      </div>
    </div>
  );
}

function TransferForm({ transfer, onNext }: { readonly transfer: Transfer; readonly onNext: () => void }) {
  const t = useText("wallet");
  const money = useMoney();
  const labelOf = useAccountLabel();
  const [asked, setAsked] = useState(false);
  const { draft, set, usable, targets, source, faults, refusal } = transfer;
  const next = () => {
    setAsked(true);
    if (faults.amount === null && faults.id === null) onNext();
  };
  return (
    <form
      className="grid gap-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        next();
      }}
    >
      {refusal !== null && <Callout tone="bad">{refusal}</Callout>}
      <Select
        label={t("dialog.from")}
        value={draft.from}
        onChange={(event) => set({ from: event.target.value })}
        choices={usable.map((account) => ({
          value: account.account,
          label: `${labelOf(account)} (${money(account.balance_cents ?? 0)})`,
        }))}
      />
      <Select
        label={t("dialog.to")}
        value={draft.to}
        onChange={(event) => set({ to: event.target.value })}
        choices={[
          ...targets.map((account) => ({ value: account.holder.id, label: labelOf(account) })),
          ...(source?.kind === "bank" ? [] : [{ value: OTHER, label: t("dialog.other") }]),
        ]}
      />
      {draft.to === OTHER && (
        <AgentPicker
          label={t("dialog.id")}
          whom="holders"
          value={draft.id}
          onChange={(id, name) => set({ id, name })}
          {...(asked && faults.id !== null ? { error: faults.id } : {})}
        />
      )}
      <TextInput
        label={t("dialog.amount")}
        inputMode="decimal"
        value={draft.amount}
        onChange={(event) => set({ amount: event.target.value })}
        error={(asked && faults.amount) || undefined}
      />
      <div className="flex justify-end">
        <Button type="submit" tone="primary">
          {t("dialog.next")}
        </Button>
      </div>
    </form>
  );
}
