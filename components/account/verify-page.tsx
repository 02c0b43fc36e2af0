"use client";

import { CircleCheck, Link2Off } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { type ApiReply, api } from "#components/net/api.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import { AuthHead } from "./auth-shell.tsx";

/** Where the link of a mail leads that confirms an address. */
export function VerifyPage({ token }: { readonly token: string | null }) {
  const t = useText("auth");
  const k = useText("kit");
  const problemText = useProblemText();
  const [reply, setReply] = useState<ApiReply<{ readonly email: string }> | null>(null);
  const asked = useRef(false);
  const verify = () => {
    setReply(null);
    void api.post<{ readonly email: string }>("/account/verify", { token }).then(setReply);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link works once, so it is used once
  useEffect(() => {
    if (token === null || asked.current) return;
    asked.current = true;
    verify();
  }, []);
  if (token === null) return <NoToken />;
  if (reply === null) return <Spinner label={t("verifying")} className="flex justify-center text-accent" />;
  if (reply.ok) {
    return (
      <>
        <Round tone="good">
          <CircleCheck size={22} aria-hidden="true" />
        </Round>
        <AuthHead title={t("verifiedTitle")} text={t("verifiedText", { email: reply.value.email })} />
        <ButtonLink href="/sign-in" tone="primary" size="large" wide>
          {t("signIn")}
        </ButtonLink>
      </>
    );
  }
  if (reply.code === "gone" || reply.code === "invalid_body") {
    return (
      <Bad title={t("linkSpentTitle")} text={t("linkSpentText")}>
        <ButtonLink href="/sign-in" tone="primary" wide>
          {t("backToSignIn")}
        </ButtonLink>
      </Bad>
    );
  }
  return (
    <Bad title={t("errors.other")} text={problemText(reply)}>
      <Button tone="primary" wide onClick={verify}>
        {k("tryAgain")}
      </Button>
    </Bad>
  );
}

/** The address came without what makes it work. */
export function NoToken() {
  const t = useText("auth");
  return (
    <Bad title={t("noTokenTitle")} text={t("noTokenText")}>
      <ButtonLink href="/sign-in" wide>
        {t("backToSignIn")}
      </ButtonLink>
    </Bad>
  );
}

interface BadProps {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

/** A link that leads nowhere. */
export function Bad({ title, text, children }: BadProps) {
  return (
    <div role="alert">
      <Round tone="bad">
        <Link2Off size={22} aria-hidden="true" />
      </Round>
      <AuthHead title={title} text={text} />
      {children}
    </div>
  );
}

function Round({ tone, children }: { readonly tone: "good" | "bad"; readonly children: ReactNode }) {
  return (
    <span
      className={`mb-5 grid size-12 place-items-center rounded-full ${tone === "good" ? "bg-good-soft text-good" : "bg-bad-soft text-bad"}`}
    >
      {children}
    </span>
  );
}
