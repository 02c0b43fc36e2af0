"use client";

import { Mail } from "lucide-react";
import { useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { useApi, useSend } from "#components/net/use-api.ts";
import { useProblemText } from "#components/ui/problem-text.ts";
import { AuthFoot, AuthHead, TextLink } from "./auth-shell.tsx";

const LINKS = {
  verify: { path: "/account/verify/resend", title: "mailTitle", text: "mailText" },
  reset: { path: "/account/reset", title: "resetSentTitle", text: "resetSentText" },
} as const;

interface MailSentProps {
  readonly email: string;
  readonly kind: keyof typeof LINKS;
}

/** A link was mailed: what to do now, and what if nothing comes. */
export function MailSent({ email, kind }: MailSentProps) {
  const t = useText("auth");
  const { path, title, text } = LINKS[kind];
  const problemText = useProblemText();
  const [note, setNote] = useState<string | null>(null);
  const { send, sending } = useSend<{ email: string }>({ method: "POST", path });
  const again = async () => {
    const reply = await send({ email });
    setNote(reply.ok ? t("sentAgain") : problemText(reply));
  };
  return (
    <>
      <span className="mb-5 grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
        <Mail size={22} aria-hidden="true" />
      </span>
      <AuthHead title={t(title)} text={t(text, { email })} />
      <p className="text-sm text-muted">
        {t("mailNone")}{" "}
        <button
          type="button"
          disabled={sending}
          className="min-h-6 cursor-pointer font-medium text-accent underline underline-offset-3 disabled:opacity-50"
          onClick={() => void again()}
        >
          {t("sendAgain")}
        </button>
        .
      </p>
      <p role="status" className="mt-2 text-sm">
        {note}
      </p>
      <OutboxHint />
      <AuthFoot>
        <TextLink href="/sign-in">{t("backToSignIn")}</TextLink>
      </AuthFoot>
    </>
  );
}

/** Only where this city keeps its mail to itself: the way to it. */
function OutboxHint() {
  const t = useText("auth");
  const { data } = useApi("/account/outbox");
  if (!data) return null;
  return (
    <p className="mt-5 rounded-lg bg-sunken px-4 py-3 text-sm">
      {t("outboxHint")} <TextLink href="/outbox">{t("openOutbox")}</TextLink>
    </p>
  );
}
