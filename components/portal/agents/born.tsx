"use client";

import type { OwnAgentKind } from "#city/protocol/agent-draft.ts";
import type { Look } from "#city/world/look.ts";
import { useText } from "#components/i18n/use-text.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Callout } from "#components/ui/form.tsx";
import { Figure } from "./figure.tsx";
import { QuickStart } from "./quick-start.tsx";
import type { LiveAgent } from "./types.ts";

interface BornProps {
  readonly agent: LiveAgent;
  readonly kind: OwnAgentKind;
  readonly look: Look;
}

/** The last page of the wizard: the agent lives, and this is its key. */
export function Born({ agent, kind, look }: BornProps) {
  const t = useText("agents");
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_280px]">
      <Card
        title={t("wizard.made", { name: agent.name })}
        text={t("wizard.madeText", { tick: agent.enters_at_tick })}
      >
        <div className="grid gap-5">
          <CopyField label={t("keys.key")} value={agent.key} />
          <Callout tone="warn">{t("keys.shownOnce")}</Callout>
          {kind === "external" && <QuickStart agentKey={agent.key} />}
          <div className="flex flex-wrap gap-3">
            <ButtonLink tone="primary" href={`/portal/agents/${agent.agent_id}`}>
              {t("wizard.see")}
            </ButtonLink>
            <ButtonLink href={`/?sel=${agent.agent_id}`}>{t("wizard.onMap")}</ButtonLink>
            <ButtonLink tone="quiet" href="/portal">
              {t("wizard.overview")}
            </ButtonLink>
          </div>
        </div>
      </Card>
      <Figure look={look} label={t("profile.preview", { name: agent.name })} />
    </div>
  );
}
