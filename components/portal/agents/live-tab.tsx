"use client";

import type { ReactNode } from "react";
import { useFormatter } from "use-intl";
import { useText } from "#components/i18n/use-text.ts";
import { PlanMap } from "#components/portal/map/plan-map.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money, Time } from "#components/ui/values.tsx";
import { Figure } from "./figure.tsx";
import type { AgentProfile, OwnDetail } from "./types.ts";
import { usePlace } from "./use-place.ts";

const SPAN_M = 260;

interface LiveTabProps {
  readonly profile: AgentProfile;
  readonly own: OwnDetail;
}

/** Where an agent is and what it does, as of the last tick. */
export function LiveTab({ profile, own }: LiveTabProps) {
  const t = useText("agents");
  const { where, doing } = usePlace();
  const format = useFormatter();
  const { whereabouts } = own;
  const point = whereabouts?.point ?? profile.live?.point ?? null;
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
      <Card
        title={t("page.where")}
        text={where(whereabouts)}
        actions={
          own.retired_at === null && (
            <ButtonLink size="small" href={`/?sel=${own.agent_id}`}>
              {t("page.followMap")}
            </ButtonLink>
          )
        }
      >
        {point !== null && (
          <PlanMap
            label={t("page.map")}
            className="h-80"
            focus={{ xM: point.x, zM: point.z, spanM: SPAN_M }}
            markers={[{ id: own.agent_id, xM: point.x, zM: point.z, label: own.name }]}
          />
        )}
      </Card>
      <div className="grid content-start gap-6">
        <Figure look={own.look} label={t("profile.preview", { name: own.name })} />
        <Card>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-sm">
            {whereabouts !== null && (
              <>
                <Fact name={t("page.doing")}>{doing(whereabouts.activity)}</Fact>
                <Fact name={t("page.energy")}>{whereabouts.energy}</Fact>
                <Fact name={t("page.satiety")}>{whereabouts.satiety}</Fact>
                <Fact name={t("page.purse")}>
                  <Money cents={whereabouts.purse_cents} />
                </Fact>
                <Fact name={t("page.tick")}>{format.number(whereabouts.tick)}</Fact>
              </>
            )}
            <Fact name={t("page.waiting")}>{own.waiting}</Fact>
            <Fact name={t("page.since")}>
              <Time at={own.created_at} />
            </Fact>
          </dl>
        </Card>
      </div>
    </div>
  );
}

/** One line of facts about somebody. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="text-right font-medium">{children}</dd>
    </>
  );
}
