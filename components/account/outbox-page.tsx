"use client";

import { Inbox } from "lucide-react";
import { Fragment } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { Card } from "#components/ui/card.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Time } from "#components/ui/values.tsx";

interface Outbox {
  readonly mails: readonly {
    readonly id: string;
    readonly recipient: string;
    readonly subject: string;
    readonly text: string;
    readonly created_at: string;
  }[];
}

const REFRESH_MS = 3_000;

/** Mail of a city without a mail server, for whoever sits at its machine. */
export function OutboxPage() {
  const t = useText("auth");
  const { data, problem, reload } = useApi<Outbox>("/account/outbox", { refreshMs: REFRESH_MS });
  return (
    <div className="mx-auto max-w-[820px]">
      <PageHead title={t("outboxTitle")} text={t("outboxText")} />
      {!data && (
        <Card flush>{problem ? <ErrorState problem={problem} onRetry={reload} /> : <SkeletonRows />}</Card>
      )}
      {data?.mails.length === 0 && (
        <Card flush>
          <EmptyState
            icon={<Inbox size={22} aria-hidden="true" />}
            title={t("outboxNone")}
            text={t("outboxNoneText")}
          />
        </Card>
      )}
      <ol className="grid gap-4">
        {data?.mails.map((mail) => (
          <li key={mail.id}>
            <Card
              title={mail.subject}
              text={`${t("to")}: ${mail.recipient}`}
              actions={
                <span className="text-sm text-muted">
                  <Time at={mail.created_at} />
                </span>
              }
            >
              <p className="text-sm leading-relaxed break-words whitespace-pre-line">
                <WithLinks text={mail.text} />
              </p>
            </Card>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Addresses of a plain text as links. */
function WithLinks({ text }: { readonly text: string }) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a mail never move
      <a key={index} href={part} className="font-medium break-all text-accent underline underline-offset-3">
        {part}
      </a>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a mail never move
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}
