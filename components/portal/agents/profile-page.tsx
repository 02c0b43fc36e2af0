"use client";

import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { FeedList } from "#components/portal/feed/feed-list.tsx";
import { PlanMap } from "#components/portal/map/plan-map.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { usePageTitle } from "#components/ui/use-page-title.ts";
import { Time } from "#components/ui/values.tsx";
import { Figure } from "./figure.tsx";
import { Fact } from "./live-tab.tsx";
import { Portrait } from "./portrait.tsx";
import type { AgentProfile } from "./types.ts";
import { usePlace } from "./use-place.ts";

const REFRESH_MS = 5_000;
const SPAN_M = 260;

/** What anybody may know of an agent or a resident. */
export function ProfilePage({ id }: { readonly id: string }) {
  const t = useText("agents");
  const f = useText("frame");
  const { data, problem, reload } = useApi<AgentProfile>(`/agents/${encodeURIComponent(id)}`, {
    refreshMs: REFRESH_MS,
  });
  usePageTitle(data?.name);
  if (data === undefined)
    return problem === null ? (
      <SkeletonRows />
    ) : (
      <ErrorState problem={problem} onRetry={reload} back={{ href: "/", label: f("backToCity") }} />
    );
  return (
    <>
      <PageHead
        title={
          <span className="flex items-center gap-3">
            <Portrait
              look={data.look}
              label={t("profile.portrait", { name: data.name })}
              className="size-11"
            />
            {data.name}
          </span>
        }
        text={aboutOf(data, t)}
        actions={
          <>
            {data.mine && (
              <ButtonLink href={`/portal/agents/${data.agent_id}`}>{t("profile.mine")}</ButtonLink>
            )}
            {data.live !== null && (
              <ButtonLink tone="primary" href={`/?sel=${data.agent_id}`}>
                {t("profile.show")}
              </ButtonLink>
            )}
          </>
        }
      />
      <Whereabouts profile={data} />
      <div className="mt-6">
        <FeedList agent={id} />
      </div>
    </>
  );
}

function aboutOf(
  { owner_name: owner, retired_at: retired, kind }: AgentProfile,
  t: ReturnType<typeof useText<"agents">>,
): string {
  if (retired) return t("profile.left");
  if (owner) return t("profile.owned", { owner });
  return owner === undefined && kind === "resident" ? t("profile.resident") : t("profile.free");
}

function Whereabouts({ profile }: { readonly profile: AgentProfile }) {
  const t = useText("agents");
  const { doing } = usePlace();
  const { live } = profile;
  const home = live?.home ?? profile.home ?? null;
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
      <Card title={t("profile.where")}>
        {live === null ? (
          <p className="text-sm text-muted">{t("profile.unseen")}</p>
        ) : (
          <PlanMap
            label={t("page.map")}
            className="h-80"
            focus={{ xM: live.point.x, zM: live.point.z, spanM: SPAN_M }}
            markers={[{ id: live.id, xM: live.point.x, zM: live.point.z, label: profile.name }]}
          />
        )}
      </Card>
      <div className="grid content-start gap-6">
        <Figure look={profile.look} label={t("profile.preview", { name: profile.name })} />
        <Card>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-sm">
            {live !== null && <Fact name={t("page.doing")}>{doing(live.activity)}</Fact>}
            <Fact name={t("profile.home")}>
              <Address building={home} />
            </Fact>
            {live !== null && (
              <Fact name={t("profile.work")}>
                <Address building={live.work} />
              </Fact>
            )}
            {profile.created_at !== undefined && (
              <Fact name={t("page.since")}>
                <Time at={profile.created_at} />
              </Fact>
            )}
          </dl>
        </Card>
      </div>
    </div>
  );
}

/** A building's address, asked of the worker that holds it. */
function Address({ building }: { readonly building: string | null }) {
  const t = useText("agents");
  const { data } = useApi<{ readonly address: string }>(
    building === null ? null : `/inspect/buildings/${building}`,
  );
  if (building === null) return t("profile.none");
  return data?.address ?? building;
}
