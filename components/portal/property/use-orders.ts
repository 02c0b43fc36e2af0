"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ParcelActionKind } from "#city/protocol/actions.ts";
import type { OrderReceipt, OrderView, ParcelDetail } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import type { ApiReply } from "#components/net/api.ts";
import { useApi, useSend } from "#components/net/use-api.ts";
import { useToast } from "#components/ui/toast.tsx";
import { awaitOrder } from "./await-order.ts";

/** What a dialog asks for. */
export interface Order {
  readonly order: ParcelActionKind;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly as?: string;
}

interface Sent extends Order {
  readonly idempotency_key: string;
}

const REFRESH_MS = 15_000;
/** Not known to the city yet. */
const UNSENT = "unsent";

/** A parcel, and how to give orders about it. What becomes of each, also of those given on an earlier visit, is told in words. */
export function useParcel(id: string) {
  const path = `/parcels/${id}`;
  const state = useApi<ParcelDetail>(path, { refreshMs: REFRESH_MS });
  const [given, setGiven] = useState<readonly string[]>([]);
  const { send, sending } = useSend<Sent, OrderReceipt>({
    method: "POST",
    path: `${path}/orders`,
    refresh: ["/parcels", "/wallet"],
    optimistic: { path, apply: withWaiting },
  });
  const give = async (order: Order): Promise<ApiReply<OrderReceipt>> => {
    const reply = await send({ ...order, idempotency_key: crypto.randomUUID() });
    if (reply.ok) setGiven((ids) => [...ids, reply.value.action_id]);
    return reply;
  };
  const waiting = (state.data?.waiting ?? [])
    .map(({ action_id }) => action_id)
    .filter((one) => one !== UNSENT);
  useOutcomes([...new Set([...given, ...waiting])], give);
  return { ...state, give, sending };
}

/** The parcel as it is the moment an order is given: something waits. */
function withWaiting(old: unknown, { order }: Sent): unknown {
  // Only what GET of this path answered is kept under it.
  const parcel = old as ParcelDetail;
  const waiting: OrderView = {
    action_id: UNSENT,
    order,
    by: "",
    parcel: parcel.id,
    status: "accepted",
    tick: null,
    code: null,
    message: "",
    remedy: null,
    effects: {},
    accepted_at: "",
  };
  return { ...parcel, waiting: [...parcel.waiting, waiting] };
}

/** What takes an order back that was carried out. */
const UNDO: { readonly [K in ParcelActionKind]?: (order: OrderView) => Order | null } = {
  list: () => ({ order: "unlist" }),
  offer: () => ({ order: "drop_offer" }),
  let: ({ effects }) => (effects.rent_cents === 0 ? null : { order: "let", parameters: { rent_cents: 0 } }),
};

/** Asks after each of these orders until it is decided, and then tells of it, once. */
function useOutcomes(ids: readonly string[], give: (order: Order) => unknown): void {
  const client = useQueryClient();
  const told = useTellOutcome(give);
  const asked = useRef(new Set<string>());
  const key = ids.join();
  const latest = useRef(told);
  latest.current = told;
  useEffect(() => {
    let gone = false;
    const open = key.split(",").filter((id) => id !== "" && !asked.current.has(id));
    const follow = async (id: string) => {
      const order = await awaitOrder(id, () => !gone && !asked.current.has(id));
      if (order === null || gone || asked.current.has(id)) return;
      asked.current.add(id);
      for (const stale of ["parcels", "wallet"]) void client.invalidateQueries({ queryKey: [stale] });
      latest.current(order);
    };
    for (const id of open) void follow(id);
    return () => {
      gone = true;
    };
  }, [key, client]);
}

function useTellOutcome(give: (order: Order) => unknown): (order: OrderView) => void {
  const t = useText("property");
  const toast = useToast();
  return (view) => {
    const what = t(`actions.${view.order as ParcelActionKind}`);
    if (view.status === "applied") {
      const undo = UNDO[view.order as ParcelActionKind]?.(view) ?? null;
      const by = view.by.startsWith("agt_") ? { as: view.by } : {};
      const action = { label: t("pending.undo"), onSelect: () => undo && give({ ...undo, ...by }) };
      toast({
        tone: "good",
        title: t(`pending.done.${view.order as ParcelActionKind}`),
        ...(undo === null ? {} : { action }),
      });
      return;
    }
    toast({
      tone: "bad",
      title: t("pending.refused", { what }),
      text: t(CODES.find((code) => code === `codes.${view.code}`) ?? "codes.other"),
    });
  };
}

const CODES = [
  "codes.parcel_taken",
  "codes.civic_parcel",
  "codes.tax_owed",
  "codes.insufficient_funds",
  "codes.too_far",
  "codes.not_owner",
  "codes.not_for_sale",
  "codes.price_too_high",
  "codes.offer_too_low",
  "codes.no_offer",
  "codes.not_to_let",
  "codes.leased",
  "codes.not_leased",
  "codes.account_missing",
  "codes.bad_target",
  "codes.paused",
  "codes.agent_gone",
  "codes.engine_fault",
] as const;
