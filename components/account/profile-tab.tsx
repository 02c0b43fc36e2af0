"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { LOCALE_NAMES, LOCALES } from "#components/i18n/locales.ts";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { useSend } from "#components/net/use-api.ts";
import { rememberChoice } from "#components/portal/theme.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Callout, Form, useApiForm } from "#components/ui/form.tsx";
import { PasswordInput, Select, TextInput } from "#components/ui/text-input.tsx";
import { useToast } from "#components/ui/toast.tsx";
import type { Account } from "./account.ts";

interface Profile {
  readonly name: string;
  readonly locale: string;
}

/** Name, language and address. */
export function ProfileTab({ account }: { readonly account: Account }) {
  return (
    <div className="grid gap-6">
      <NameCard account={account} />
      <EmailCard account={account} />
    </div>
  );
}

function NameCard({ account }: { readonly account: Account }) {
  const t = useText("account");
  const k = useText("kit");
  const router = useRouter();
  const toast = useToast();
  const { send } = useSend<Profile>({ method: "PATCH", path: "/account", refresh: ["/account"] });
  const form = useApiForm<Profile>({
    schema: z.object({
      name: z
        .string()
        .trim()
        .min(1, k("required"))
        .max(LIMITS.personNameCharsMax, k("tooLong", { max: LIMITS.personNameCharsMax })),
      locale: z.string(),
    }),
    defaults: { name: account.name, locale: account.locale ?? document.documentElement.lang },
    send,
    onDone: (_reply, { locale }) => {
      toast({ tone: "good", title: t("saved") });
      rememberChoice("locale", locale);
      router.refresh();
    },
  });
  return (
    <Card title={t("profileTitle")} text={t("profileText")}>
      <Form form={form} className="max-w-md">
        <TextInput label={t("name")} autoComplete="name" {...form.field("name")} />
        <Select
          label={t("language")}
          hint={t("languageHint")}
          choices={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
          {...form.field("locale")}
        />
        <CopyField label={t("id")} value={account.id} />
        <div>
          <Button type="submit" tone="primary" loading={form.sending}>
            {k("save")}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

interface NewEmail {
  readonly email: string;
  readonly password: string;
}

function EmailCard({ account }: { readonly account: Account }) {
  const t = useText("account");
  const k = useText("kit");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useApiForm<NewEmail>({
    schema: z.object({ email: z.email(k("badEmail")), password: z.string().min(1, k("required")) }),
    defaults: { email: "", password: "" },
    send: (values) => api.post("/account/email", values),
    onDone: (_reply, { email }) => {
      setSentTo(email);
      form.form.reset();
    },
  });
  return (
    <Card title={t("emailTitle")} text={t("emailText")}>
      <p className="mb-5 font-medium break-all">{account.email}</p>
      {account.has_password && (
        <Form form={form} className="max-w-md">
          {sentTo && <Callout tone="good">{t("emailSent", { email: sentTo })}</Callout>}
          <TextInput
            label={t("newEmail")}
            type="email"
            autoComplete="email"
            inputMode="email"
            {...form.field("email")}
          />
          <PasswordInput label={t("current")} autoComplete="current-password" {...form.field("password")} />
          <div>
            <Button type="submit" loading={form.sending}>
              {t("change")}
            </Button>
          </div>
        </Form>
      )}
    </Card>
  );
}
