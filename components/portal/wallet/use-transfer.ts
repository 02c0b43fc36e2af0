"use client";

import { useState } from "react";
import type { AccountView, OrderReceipt } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useSend } from "#components/net/use-api.ts";
import { isParty } from "#components/portal/agent-picker.tsx";
import { centsOf } from "#components/portal/property/order-specs.ts";
import { useProblemText } from "#components/ui/problem-text.ts";
import { useToast } from "#components/ui/toast.tsx";
import { useMoney } from "#components/ui/values.tsx";
import { useTransferOutcome } from "./use-transfer-outcome.ts";

/** Somebody who has no account here. */
export const OTHER = "other";

interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly amount_cents: number;
  readonly idempotency_key: string;
}

export interface TransferDraft {
  readonly from: string;
  /** Id of a holder, or OTHER. */
  readonly to: string;
  /** Of somebody else. */
  readonly id: string;
  /** Theirs, where it was found by it. */
  readonly name: string | null;
  readonly amount: string;
}

/** A transfer that is being written: what is in it, what is wrong with it, and how to send it. */
export function useTransfer(
  accounts: readonly AccountView[],
  initial: { readonly from: string; readonly to: string },
  onDone: () => void,
) {
  const usable = accounts.filter(({ retired, balance_cents }) => !retired && balance_cents !== null);
  const [draft, setDraft] = useState<TransferDraft>({
    from: initial.from || (usable[0]?.account ?? ""),
    to: initial.to || OTHER,
    id: "",
    name: null,
    amount: "",
  });
  const source = usable.find(({ account }) => account === draft.from);
  const targets = targetsOf(usable, source);
  const to = chosenOf(draft.to, source, targets);
  const target = to === OTHER ? draft.id : to;
  const cents = centsOf(draft.amount);
  const faults = useFaults({ target, source, cents });
  const sender = useTransferSender(onDone);
  return {
    draft: { ...draft, to },
    set: (part: Partial<TransferDraft>) => setDraft((before) => ({ ...before, ...part })),
    usable,
    source,
    targets,
    target,
    targetAccount: targets.find(({ holder }) => holder.id === target),
    cents: cents ?? 0,
    faults,
    refusal: sender.refusal,
    sending: sender.sending,
    send: () => sender.send({ from: draft.from, to: target, amount_cents: cents ?? 0 }),
  };
}

function useTransferSender(onDone: () => void) {
  const t = useText("wallet");
  const money = useMoney();
  const toast = useToast();
  const problemText = useProblemText();
  const watch = useTransferOutcome();
  const [refusal, setRefusal] = useState<string | null>(null);
  // One key for one transfer, however often the button is pressed.
  const [key] = useState(() => crypto.randomUUID());
  const { send, sending } = useSend<Transfer, OrderReceipt>({
    method: "POST",
    path: "/wallet/transfers",
    refresh: ["/wallet"],
  });
  return {
    refusal,
    sending,
    /** True when it was taken. */
    async send(wanted: Omit<Transfer, "idempotency_key">): Promise<boolean> {
      const reply = await send({ ...wanted, idempotency_key: key });
      if (!reply.ok) {
        setRefusal(problemText(reply));
        return false;
      }
      const amount = money(wanted.amount_cents);
      toast({ tone: "plain", title: t("dialog.sent", { amount }) });
      watch(reply.value.action_id, amount);
      onDone();
      return true;
    },
  };
}

interface Checked {
  readonly target: string;
  readonly source: AccountView | undefined;
  readonly cents: number | null;
}

/** What is wrong with a transfer, in words; null where nothing is. */
function useFaults({ target, source, cents }: Checked): {
  readonly amount: string | null;
  readonly id: string | null;
} {
  const t = useText("wallet");
  const money = useMoney();
  const held = source?.balance_cents ?? 0;
  const amount =
    cents === null
      ? t("dialog.bad_amount")
      : cents > held
        ? t("dialog.too_much", { amount: money(held) })
        : null;
  const same = target === source?.account ? t("dialog.same") : null;
  return { amount, id: isParty(target, "holders") ? same : t("dialog.bad_id") };
}

function chosenOf(wanted: string, source: AccountView | undefined, targets: readonly AccountView[]): string {
  if (targets.some(({ holder }) => holder.id === wanted)) return wanted;
  return source?.kind === "bank" ? (targets[0]?.holder.id ?? "") : OTHER;
}

/** Own accounts that money of one can go to: what City Hall keeps for an agent goes to that agent's purse alone. */
function targetsOf(
  accounts: readonly AccountView[],
  source: AccountView | undefined,
): readonly AccountView[] {
  if (source?.kind === "bank")
    return accounts.filter(({ kind, holder }) => kind === "purse" && holder.id === source.holder.id);
  return accounts.filter(({ kind, account }) => kind !== "bank" && account !== source?.account);
}
