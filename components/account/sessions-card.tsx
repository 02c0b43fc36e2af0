"use client";

import { MonitorSmartphone } from "lucide-react";
import { useText } from "#components/i18n/use-text.ts";
import { useApi, useSend } from "#components/net/use-api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { useToast } from "#components/ui/toast.tsx";
import { Time } from "#components/ui/values.tsx";
import { deviceOf } from "./device.ts";

interface SignedIn {
  readonly id: string;
  readonly user_agent: string;
  /** Name of a program that acts for the person; null: a browser. */
  readonly program: string | null;
  readonly address: string;
  readonly seen_at: string;
  readonly current: boolean;
}

interface SignedInList {
  readonly sessions: readonly SignedIn[];
}

/** All browsers and programs that are signed in, and a way to sign each out. */
export function SessionsCard() {
  const t = useText("account");
  const { data, problem, reload } = useApi<SignedInList>("/account/sessions");
  return (
    <Card title={t("sessionsTitle")} text={t("sessionsText")} flush>
      {!data && (problem ? <ErrorState problem={problem} onRetry={reload} /> : <SkeletonRows rows={3} />)}
      {data?.sessions.length === 0 && (
        <EmptyState icon={<MonitorSmartphone size={22} aria-hidden="true" />} title={t("sessionsNone")} />
      )}
      <ul>
        {data?.sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
    </Card>
  );
}

function SessionRow({ session }: { readonly session: SignedIn }) {
  const t = useText("account");
  const toast = useToast();
  const problemText = useProblemText();
  const { send, sending } = useSend({
    method: "DELETE",
    path: `/account/sessions/${session.id}`,
    refresh: ["/account/sessions"],
    optimistic: {
      path: "/account/sessions",
      apply: (old) => {
        const { sessions } = old as SignedInList;
        return { sessions: sessions.filter(({ id }) => id !== session.id) };
      },
    },
  });
  const found = deviceOf(session.user_agent);
  const browser = found ? t("browserOn", found) : t("unknownDevice");
  const device = session.program ?? browser;
  const revoke = async () => {
    const reply = await send();
    toast(reply.ok ? { title: t("revoked") } : { tone: "bad", title: problemText(reply) });
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line px-5 py-3.5 sm:px-6">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
          {device}
          {session.program !== null && <Badge>{t("program")}</Badge>}
          {session.current && <Badge tone="accent">{t("thisDevice")}</Badge>}
        </p>
        <p className="text-sm text-muted">
          {session.address} · {t("lastSeen")} <Time at={session.seen_at} />
        </p>
      </div>
      {!session.current && (
        <Button
          size="small"
          loading={sending}
          aria-label={t("revokeWhich", { device })}
          onClick={() => void revoke()}
        >
          {t("revoke")}
        </Button>
      )}
    </li>
  );
}
