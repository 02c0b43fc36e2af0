"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Form, useApiForm } from "#components/ui/form.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { AuthFoot, AuthHead, TextLink } from "./auth-shell.tsx";
import { MailSent } from "./mail-sent.tsx";
import { NewPasswordInput } from "./new-password-input.tsx";
import { Bad, NoToken } from "./verify-page.tsx";

/** Asks for a link to set a new password. */
export function ResetForm() {
  const t = useText("auth");
  const k = useText("kit");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useApiForm<{ email: string }>({
    schema: z.object({ email: z.email(k("badEmail")) }),
    defaults: { email: "" },
    send: (values) => api.post("/account/reset", values),
    onDone: (_reply, { email }) => setSentTo(email),
  });
  if (sentTo !== null) return <MailSent email={sentTo} kind="reset" />;
  return (
    <>
      <AuthHead title={t("resetTitle")} text={t("resetText")} />
      <Form form={form}>
        <TextInput
          label={t("email")}
          type="email"
          autoComplete="username"
          inputMode="email"
          autoFocus
          {...form.field("email")}
        />
        <Button type="submit" tone="primary" size="large" wide loading={form.sending}>
          {t("sendLink")}
        </Button>
      </Form>
      <AuthFoot>
        <TextLink href="/sign-in">{t("backToSignIn")}</TextLink>
      </AuthFoot>
    </>
  );
}

/** Sets a new password by such a link. */
export function ResetConfirmForm({ token }: { readonly token: string | null }) {
  const t = useText("auth");
  const k = useText("kit");
  const router = useRouter();
  const [spent, setSpent] = useState(false);
  const form = useApiForm<{ password: string }>({
    schema: z.object({
      password: z.string().min(LIMITS.passwordCharsMin, k("tooShort", { min: LIMITS.passwordCharsMin })),
    }),
    defaults: { password: "" },
    send: ({ password }) => api.post("/account/reset/confirm", { token, password }),
    onDone: () => router.push("/sign-in?done=password"),
    onProblem: ({ code }) => {
      setSpent(code === "gone");
      return code === "gone";
    },
  });
  if (token === null) return <NoToken />;
  if (spent) {
    return (
      <Bad title={t("linkSpentTitle")} text={t("linkSpentText")}>
        <ButtonLink href="/reset" tone="primary" wide>
          {t("newLink")}
        </ButtonLink>
      </Bad>
    );
  }
  return (
    <>
      <AuthHead title={t("resetConfirmTitle")} text={t("resetConfirmText")} />
      <Form form={form}>
        <NewPasswordInput
          label={t("newPassword")}
          current={form.form.watch("password")}
          personal={[]}
          autoFocus
          {...form.field("password")}
        />
        <Button type="submit" tone="primary" size="large" wide loading={form.sending}>
          {t("setPassword")}
        </Button>
      </Form>
    </>
  );
}
