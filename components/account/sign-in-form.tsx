"use client";

import { signIn } from "next-auth/react";
import { useState } from "react";
import { z } from "zod";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout, Form, useApiForm } from "#components/ui/form.tsx";
import { PasswordInput, TextInput } from "#components/ui/text-input.tsx";
import { AuthFoot, AuthHead, TextLink } from "./auth-shell.tsx";
import { MfaForm } from "./mfa-form.tsx";
import { withNext } from "./next-path.ts";
import { ProviderButtons } from "./provider-buttons.tsx";

interface SignInFormProps {
  /** The password was given already; the second step is left. */
  readonly pending: boolean;
  readonly next: string;
  /** A code that a provider's way back carries in the address. */
  readonly fault: string | null;
  /** Something good to say first: a password was set, an address confirmed. */
  readonly done: "passwordSet" | null;
}

/** Signing in: by password or provider, then by the second step if the account has one. */
export function SignInForm({ pending, next, fault: firstFault, done }: SignInFormProps) {
  const t = useText("auth");
  const [second, setSecond] = useState(pending);
  const [fault, setFault] = useState(firstFault);
  // A full load: every page begins anew with the new session.
  const enter = () => window.location.assign(next);
  const form = useSignIn(
    async () => {
      const account = await api.get("/account");
      if (!account.ok && account.code === "mfa_required") setSecond(true);
      else enter();
    },
    (code) => setFault(code),
  );
  if (second) return <MfaForm onDone={enter} />;
  const errorKey = `errors.${fault ?? ""}` as const;
  return (
    <>
      <AuthHead title={t("signInTitle")} text={t("signInText")} />
      <div className="grid gap-5">
        {done && !fault && <Callout tone="good">{t(done)}</Callout>}
        {fault && (
          <Callout tone="bad">{t.has(errorKey as never) ? t(errorKey as never) : t("errors.other")}</Callout>
        )}
        <Form form={form}>
          <TextInput
            label={t("email")}
            type="email"
            autoComplete="username"
            inputMode="email"
            autoFocus
            {...form.field("email")}
          />
          <PasswordInput label={t("password")} autoComplete="current-password" {...form.field("password")} />
          <div className="-mt-3 text-sm">
            <TextLink href="/reset">{t("forgot")}</TextLink>
          </div>
          <Button type="submit" tone="primary" size="large" wide loading={form.sending}>
            {t("signIn")}
          </Button>
        </Form>
        <ProviderButtons next={next} />
      </div>
      <AuthFoot>
        {t("newHere")} <TextLink href={withNext("/sign-up", next)}>{t("createOne")}</TextLink>
      </AuthFoot>
    </>
  );
}

interface Credentials {
  readonly email: string;
  readonly password: string;
}

function useSignIn(onDone: () => Promise<void>, onFault: (code: string | null) => void) {
  const k = useText("kit");
  return useApiForm<Credentials>({
    schema: z.object({
      email: z.string().trim().min(1, k("required")),
      password: z.string().min(1, k("required")),
    }),
    defaults: { email: "", password: "" },
    send: async (values) => {
      onFault(null);
      const reply = await signIn("credentials", { ...values, redirect: false }).catch(() => undefined);
      if (reply?.ok && !reply.error) return { ok: true, value: null };
      const offline = reply === undefined || (reply.status >= 500 && !reply.error);
      if (!offline) onFault(reply.error ?? "other");
      return refusal(offline);
    },
    onDone,
    onProblem: ({ code }) => code === "unauthorized",
  });
}

function refusal(offline: boolean) {
  return {
    ok: false,
    code: offline ? "offline" : "unauthorized",
    message: "",
    errors: [],
    retryAfterS: null,
    requestId: null,
  } as const;
}
