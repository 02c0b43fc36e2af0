"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { OrderView } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { awaitOrder } from "#components/portal/property/await-order.ts";
import { useToast } from "#components/ui/toast.tsx";

/** Gives a function that asks after a transfer until it is decided, and tells. It goes on when the dialog is closed. */
export function useTransferOutcome(): (id: string, amount: string) => void {
  const t = useText("wallet");
  const codes = useText("property");
  const toast = useToast();
  const client = useQueryClient();
  return (id, amount) => {
    const tell = (order: OrderView) => {
      void client.invalidateQueries({ queryKey: ["wallet"] });
      if (order.status === "applied") toast({ tone: "good", title: t("dialog.arrived", { amount }) });
      else
        toast({
          tone: "bad",
          title: t("dialog.refused"),
          text: codes(CODES.find((code) => code === `codes.${order.code}`) ?? "codes.other"),
        });
    };
    void awaitOrder(id, () => true).then((order) => order && tell(order));
  };
}

const CODES = [
  "codes.insufficient_funds",
  "codes.account_missing",
  "codes.bad_target",
  "codes.paused",
  "codes.agent_gone",
  "codes.engine_fault",
] as const;
