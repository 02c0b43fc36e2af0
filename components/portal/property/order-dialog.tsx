"use client";

import { useState } from "react";
import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import type { OrderReceipt, ParcelDetail, WalletView } from "#city/protocol/estate-views.ts";
import { ARREARS_DAYS_MAX } from "#city/world/estate.ts";
import { useText } from "#components/i18n/use-text.ts";
import type { ApiReply } from "#components/net/api.ts";
import { useApi } from "#components/net/use-api.ts";
import { AgentPicker, isParty } from "#components/portal/agent-picker.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { type ApiForm, Callout, Form, useApiForm } from "#components/ui/form.tsx";
import { Select, TextInput } from "#components/ui/text-input.tsx";
import { Money, useMoney } from "#components/ui/values.tsx";
import { centsOf, type Offered, type OrderField, type OrderValues, parametersOf } from "./order-specs.ts";
import type { Order } from "./use-orders.ts";

interface OrderDialogProps {
  readonly parcel: ParcelDetail;
  readonly offered: Offered;
  readonly give: (order: Order) => Promise<ApiReply<OrderReceipt>>;
  readonly onClose: () => void;
}

/** Asks for what an order needs and says what it costs and what follows, before it is given. */
export function OrderDialog({ parcel, offered, give, onClose }: OrderDialogProps) {
  const t = useText("property");
  const { as, setAs, accounts, chosen } = useParties(parcel, offered);
  const form = useApiForm<OrderValues, OrderReceipt>({
    schema: useSchema(offered.fields),
    defaults: {
      price: credits(parcel.price_cents),
      amount: "",
      hours: "24",
      rent: credits(parcel.let?.rent_cents ?? null),
      days: String(parcel.let?.days ?? 30),
      to: "",
    },
    send: (values) => give({ order: offered.order, as, parameters: parametersOf(offered, parcel, values) }),
    onDone: onClose,
  });
  const cost = offered.costCents ?? (offered.order === "offer" ? centsOf(form.form.watch("amount")) : null);
  const lacks = cost !== null && chosen !== undefined && (chosen.balance_cents ?? 0) < cost;
  const verb = t(`actions.${offered.label}`);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={verb}
      text={parcel.title ?? parcel.address}
    >
      <Form form={form}>
        {offered.fields.map((field) => (
          <OrderInput key={field} field={field} form={form} />
        ))}
        {accounts.length > 1 && (
          <Select
            label={t("dialog.as")}
            value={as}
            onChange={(event) => setAs(event.target.value)}
            choices={accounts.map(({ value, label }) => ({ value, label }))}
            {...(as.startsWith("agt_") ? { hint: t("dialog.as_hint_agent") } : {})}
          />
        )}
        {cost !== null && <Costs cents={cost} balanceCents={chosen?.balance_cents ?? null} />}
        {lacks && <Callout tone="warn">{t("dialog.too_little")}</Callout>}
        <Consequences parcel={parcel} offered={offered} />
        <div className="flex justify-end">
          <Button
            type="submit"
            tone={offered.danger ? "danger" : "primary"}
            loading={form.sending}
            disabled={lacks}
          >
            {verb}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** Who may give the order: the person and their agents; of what is somebody's, only whoever's it is. */
function useParties(parcel: ParcelDetail, offered: Offered) {
  const t = useText("property");
  const money = useMoney();
  const wallet = useApi<WalletView>("/wallet");
  const holder = partyBound(parcel, offered);
  const [wanted, setAs] = useState("me");
  const accounts = (wallet.data?.accounts ?? [])
    .filter(
      ({ kind, retired, holder: who }) =>
        kind !== "bank" && !retired && (holder === null || who.id === holder),
    )
    .map(({ kind, holder: who, balance_cents }) => {
      const balance = money(balance_cents ?? 0);
      return kind === "person"
        ? { value: "me", label: t("dialog.as_me", { balance }), balance_cents }
        : { value: who.id, label: t("dialog.as_agent", { name: who.name, balance }), balance_cents };
    });
  const chosen = accounts.find(({ value }) => value === wanted) ?? accounts[0];
  return { accounts, chosen, as: chosen?.value ?? holder ?? "me", setAs };
}

/** The id of the one who must give an order; null: any of one's own. */
function partyBound(parcel: ParcelDetail, { order, label }: Offered): string | null {
  if (order === "claim" || order === "purchase" || order === "lease" || label === "offer") return null;
  if (label === "drop_offer" || label === "raise_offer") return parcel.offer?.by.id ?? null;
  if (order === "end_lease" && !parcel.mine) return parcel.lease?.tenant.id ?? null;
  return parcel.owner?.id ?? null;
}

function credits(cents: number | null): string {
  return cents === null ? "" : (cents / 100).toFixed(2);
}

function useSchema(fields: readonly OrderField[]) {
  const t = useText("property");
  const has = (field: OrderField) => fields.includes(field);
  const amount = (field: OrderField) =>
    z.string().refine((text) => !has(field) || centsOf(text) !== null, t("dialog.bad_amount"));
  const whole = (field: OrderField, max: number) =>
    z
      .string()
      .refine(
        (text) => !has(field) || (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= max),
        t("dialog.bad_days", { min: 1, max }),
      );
  return z.object({
    price: amount("price"),
    amount: amount("amount"),
    rent: amount("rent"),
    hours: whole("hours", LIMITS.offerHoursMax),
    days: whole("days", LIMITS.leaseDaysMax),
    to: z.string().refine((text) => !has("to") || isParty(text, "holders"), t("dialog.bad_party")),
  });
}

interface OrderInputProps {
  readonly field: OrderField;
  readonly form: ApiForm<OrderValues>;
}

function OrderInput({ field, form }: OrderInputProps) {
  const t = useText("property");
  const input = form.field(field);
  switch (field) {
    case "price":
      return (
        <TextInput label={t("dialog.price")} hint={t("dialog.price_hint")} inputMode="decimal" {...input} />
      );
    case "amount":
      return (
        <TextInput label={t("dialog.amount")} hint={t("dialog.amount_hint")} inputMode="decimal" {...input} />
      );
    case "rent":
      return (
        <TextInput label={t("dialog.rent")} hint={t("dialog.rent_hint")} inputMode="decimal" {...input} />
      );
    case "hours":
      return <TextInput label={t("dialog.hours")} inputMode="numeric" {...input} />;
    case "days":
      return <TextInput label={t("dialog.lease_days")} inputMode="numeric" {...input} />;
    case "to":
      return <Taker form={form} />;
  }
}

/** Who gets a parcel that is given away. */
function Taker({ form: { form, field } }: { readonly form: ApiForm<OrderValues> }) {
  const t = useText("property");
  const { error } = field("to");
  return (
    <AgentPicker
      label={t("dialog.to")}
      whom="holders"
      value={form.watch("to")}
      onChange={(id) => form.setValue("to", id, { shouldValidate: form.formState.isSubmitted })}
      {...(error === undefined ? {} : { error })}
    />
  );
}

function Costs({ cents, balanceCents }: { readonly cents: number; readonly balanceCents: number | null }) {
  const t = useText("property");
  return (
    <dl className="grid grid-cols-2 gap-y-1 rounded-lg bg-sunken px-4 py-3 text-sm">
      <dt className="text-muted">{t("dialog.costs")}</dt>
      <dd className="text-right font-semibold">
        <Money cents={cents} />
      </dd>
      {balanceCents !== null && balanceCents >= cents && (
        <>
          <dt className="text-muted">{t("dialog.after")}</dt>
          <dd className="text-right">
            <Money cents={balanceCents - cents} />
          </dd>
        </>
      )}
    </dl>
  );
}

function Consequences({ parcel, offered }: { readonly parcel: ParcelDetail; readonly offered: Offered }) {
  const t = useText("property");
  const money = useMoney();
  const lines = consequencesOf(parcel, offered, t, money);
  if (lines.length === 0) return null;
  return (
    <div className="text-sm">
      <h3 className="font-medium">{t("dialog.follows")}</h3>
      <ul className="mt-1 grid list-disc gap-1 pl-5 text-muted">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

function consequencesOf(
  parcel: ParcelDetail,
  { order, label }: Offered,
  t: ReturnType<typeof useText<"property">>,
  money: (cents: number) => string,
): string[] {
  const { offer } = parcel;
  if (order === "claim" || order === "purchase") {
    const earns =
      parcel.facts === null
        ? t("dialog.claim_lot")
        : parcel.ground_rent_cents === null
          ? t("dialog.claim_home")
          : t("dialog.claim_work", { amount: money(parcel.ground_rent_cents) });
    return [
      t("dialog.claim_tax", { amount: money(parcel.tax_cents), days: ARREARS_DAYS_MAX }),
      earns,
      t("dialog.claim_free"),
    ];
  }
  if (order === "lease") return [t("dialog.rent_hint")];
  if (order === "unlist") return [t("dialog.unlist_text")];
  if (label === "unlet") return [t("dialog.unlet_text")];
  if (order === "give") return [t("dialog.give_text")];
  if (order === "end_lease") return [t(parcel.mine ? "dialog.end_owner" : "dialog.end_tenant")];
  if (offer === null) return [];
  if (order === "accept_offer")
    return [t("dialog.accept_text", { name: offer.by.name, amount: money(offer.amount_cents) })];
  if (label === "decline_offer") return [t("dialog.decline_text", { name: offer.by.name })];
  return label === "drop_offer" ? [t("dialog.drop_text", { amount: money(offer.amount_cents) })] : [];
}
