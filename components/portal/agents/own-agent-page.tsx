"use client";

import { Download, EllipsisVertical, ExternalLink, LogOut, Pause, Play } from "lucide-react";
import { useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { useApi, useSend } from "#components/net/use-api.ts";
import { Button, IconButton } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import { Menu, MenuItem, MenuLink } from "#components/ui/menu.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { useToast } from "#components/ui/toast.tsx";
import { usePageTitle } from "#components/ui/use-page-title.ts";
import { ActionsTab } from "./actions-tab.tsx";
import { HealthBadge, HealthNote } from "./health-badge.tsx";
import { KeysTab } from "./keys-tab.tsx";
import { LiveTab } from "./live-tab.tsx";
import { Portrait } from "./portrait.tsx";
import { ProfileTab } from "./profile-tab.tsx";
import type { AgentProfile, OwnDetail } from "./types.ts";

const REFRESH_MS = 5_000;

/** One of a person's agents: how it is, what it does, its keys and its profile. */
export function OwnAgentPage({ id }: { readonly id: string }) {
  const t = useText("agents");
  const path = `/agents/${encodeURIComponent(id)}`;
  const { data, problem, loading, reload } = useApi<AgentProfile>(path, { refreshMs: REFRESH_MS });
  const own = data?.own;
  usePageTitle(own?.name);
  if (loading) return <SkeletonRows />;
  if (own === undefined || data === undefined)
    return problem !== null ? (
      <ErrorState problem={problem} onRetry={reload} back={{ href: "/portal", label: t("title") }} />
    ) : (
      <EmptyState icon={null} title={t("profile.title")} text={t("profile.unseen")} />
    );
  const gone = own.retired_at !== null;
  return (
    <>
      <PageHead
        title={
          <span className="flex items-center gap-3">
            <Portrait look={own.look} label="" className="size-11" />
            {own.name}
          </span>
        }
        crumbs={[{ href: "/portal", label: t("title") }]}
        badge={<HealthBadge health={own.health} />}
        actions={<LifeActions own={own} path={path} />}
      />
      <div className="mb-6">
        <HealthNote health={own.health} />
      </div>
      <Tabs
        label={own.name}
        tabs={[
          { id: "live", label: t("page.tabs.live"), panel: <LiveTab profile={data} own={own} /> },
          { id: "actions", label: t("page.tabs.actions"), panel: <ActionsTab path={path} /> },
          { id: "keys", label: t("page.tabs.keys"), panel: <KeysTab path={path} closed={gone} /> },
          {
            id: "profile",
            label: t("page.tabs.profile"),
            panel: <ProfileTab own={own} path={path} closed={gone} />,
          },
        ]}
      />
    </>
  );
}

function LifeActions({ own, path }: { readonly own: OwnDetail; readonly path: string }) {
  const t = useText("agents");
  const toast = useToast();
  const problemText = useProblemText();
  const [leaving, setLeaving] = useState(false);
  const sender = useSend<"pause" | "resume" | "retire">({
    method: "POST",
    path: (verb) => `${path}/${verb}`,
    refresh: ["/agents"],
  });
  const act = async (verb: "pause" | "resume" | "retire", done: string) => {
    const reply = await sender.send(verb);
    toast(reply.ok ? { tone: "good", title: done } : { tone: "bad", title: problemText(reply) });
    return reply.ok;
  };
  const save = async () => {
    const reply = await api.get<object>(`${path}/passport`);
    if (reply.ok) download(`${own.agent_id}.passport.json`, JSON.stringify(reply.value, null, 2));
    else toast({ tone: "bad", title: problemText(reply) });
  };
  const gone = own.retired_at !== null;
  return (
    <>
      {!gone &&
        (own.paused_at === null ? (
          <Button
            icon={<Pause size={16} aria-hidden="true" />}
            loading={sender.sending}
            onClick={() => void act("pause", t("page.paused"))}
          >
            {t("page.pause")}
          </Button>
        ) : (
          <Button
            tone="primary"
            icon={<Play size={16} aria-hidden="true" />}
            loading={sender.sending}
            onClick={() => void act("resume", t("page.resumed"))}
          >
            {t("page.resume")}
          </Button>
        ))}
      <Menu
        align="end"
        trigger={
          <IconButton label={t("page.more")} icon={<EllipsisVertical size={18} aria-hidden="true" />} />
        }
      >
        <MenuLink href={`/agents/${own.agent_id}`} icon={<ExternalLink size={16} aria-hidden="true" />}>
          {t("page.publicPage")}
        </MenuLink>
        <MenuItem icon={<Download size={16} aria-hidden="true" />} onSelect={() => void save()}>
          {t("page.export")}
        </MenuItem>
        {!gone && (
          <MenuItem
            tone="danger"
            icon={<LogOut size={16} aria-hidden="true" />}
            onSelect={() => setLeaving(true)}
          >
            {t("page.retire")}
          </MenuItem>
        )}
      </Menu>
      <ConfirmDialog
        open={leaving}
        onOpenChange={setLeaving}
        title={t("page.retireTitle", { name: own.name })}
        text={t("page.retireText")}
        confirmLabel={t("page.retire")}
        tone="danger"
        typed={own.name}
        onConfirm={() => act("retire", t("page.retired", { name: own.name }))}
      />
    </>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
