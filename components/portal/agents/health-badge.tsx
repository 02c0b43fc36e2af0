import { useText } from "#components/i18n/use-text.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Callout } from "#components/ui/form.tsx";
import type { Health, HealthState } from "./types.ts";

const TONES = {
  well: "good",
  waiting: "warn",
  stuck: "bad",
  stopped: "plain",
  ended: "plain",
} as const satisfies Record<HealthState, string>;

/** How an agent is, in a word. */
export function HealthBadge({ health }: { readonly health: Health }) {
  const t = useText("agents");
  return (
    <Badge tone={TONES[health.state]} dot>
      {t(`health.state.${health.state}`)}
    </Badge>
  );
}

/** What is the matter, and what to do. */
export function HealthNote({ health }: { readonly health: Health }) {
  const t = useText("agents");
  const tone = TONES[health.state];
  return (
    <Callout tone={tone === "bad" || tone === "warn" || tone === "good" ? tone : "plain"}>
      {t(`health.${health.cause}`)} {health.code !== null && t(`result.${health.code}`)}
    </Callout>
  );
}
