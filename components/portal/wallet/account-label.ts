"use client";

import type { AccountView } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";

/** Gives an account's name in words. */
export function useAccountLabel(): (account: AccountView) => string {
  const t = useText("wallet");
  return ({ kind, holder }) => (kind === "person" ? t("person") : t(kind, { name: holder.name }));
}
