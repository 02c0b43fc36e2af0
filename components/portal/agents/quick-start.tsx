"use client";

import { useSyncExternalStore } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { CopyField } from "#components/ui/copy-field.tsx";

const never = () => () => {};

/** The smallest call an agent can make, ready to paste. */
export function QuickStart({ agentKey = "ak_live_…" }: { readonly agentKey?: string }) {
  const t = useText("agents");
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
  return (
    <CopyField
      label={t("quickStart")}
      hint={t("quickStartText")}
      value={`curl -H "Authorization: Bearer ${agentKey}" "${origin}/api/v1/me/observation?wait=25"`}
    />
  );
}
