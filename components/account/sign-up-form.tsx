"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout, Form, useApiForm } from "#components/ui/form.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { AuthFoot, AuthHead, TextLink } from "./auth-shell.tsx";
import { MailSent } from "./mail-sent.tsx";
import { NewPasswordInput } from "./new-password-input.tsx";
import { withNext } from "./next-path.ts";
import { ProviderButtons } from "./provider-buttons.tsx";

interface SignUpFormProps {
  /** The first administrator's token, from the address; null for everybody else. */
  readonly token: string | null;
  readonly next: string;
}

interface SignUp {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
}

function useSignUpSchema(): z.ZodType<SignUp, SignUp> {
  const k = useText("kit");
  return z.object({
    name: z
      .string()
      .trim()
      .min(1, k("required"))
      .max(LIMITS.personNameCharsMax, k("tooLong", { max: LIMITS.personNameCharsMax })),
    email: z.email(k("badEmail")),
    password: z.string().min(LIMITS.passwordCharsMin, k("tooShort", { min: LIMITS.passwordCharsMin })),
    token: z.string(),
  });
}

/** Making an account. */
export function SignUpForm({ token, next }: SignUpFormProps) {
  const t = useText("auth");
  const router = useRouter();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useApiForm<SignUp, { readonly next: "sign_in" | "mail" }>({
    schema: useSignUpSchema(),
    defaults: { name: "", email: "", password: "", token: token ?? "" },
    send: ({ token: given, ...rest }) =>
      api.post("/account/sign-up", token === null ? rest : { ...rest, token: given }),
    onDone: (reply, { email }) => {
      if (reply.next === "mail") setSentTo(email);
      else router.push(withNext("/sign-in", next));
    },
    onProblem: ({ code }) => {
      if (code !== "forbidden" || token === null) return false;
      form.form.setError("token", { message: t("adminTokenSpent") }, { shouldFocus: true });
      return true;
    },
  });
  const [name = "", email = "", password = ""] = form.form.watch(["name", "email", "password"]);
  if (sentTo !== null) return <MailSent email={sentTo} kind="verify" />;
  return (
    <>
      <AuthHead title={t("signUpTitle")} text={t("signUpText")} />
      <Form form={form}>
        {token !== null && <Callout>{t("signUpAdmin")}</Callout>}
        <TextInput
          label={t("name")}
          hint={t("nameHint")}
          autoComplete="name"
          autoFocus
          maxLength={LIMITS.personNameCharsMax}
          {...form.field("name")}
        />
        <TextInput
          label={t("email")}
          type="email"
          autoComplete="username"
          inputMode="email"
          {...form.field("email")}
        />
        <NewPasswordInput
          label={t("password")}
          current={password}
          personal={[name, email]}
          {...form.field("password")}
        />
        {token !== null && (
          <TextInput label={t("token")} autoComplete="off" spellCheck={false} {...form.field("token")} />
        )}
        <Button type="submit" tone="primary" size="large" wide loading={form.sending}>
          {t("create")}
        </Button>
      </Form>
      {token === null && (
        <div className="mt-5">
          <ProviderButtons next={next} />
        </div>
      )}
      <AuthFoot>
        {t("haveOne")} <TextLink href={withNext("/sign-in", next)}>{t("signIn")}</TextLink>
      </AuthFoot>
    </>
  );
}
