"use client";

import { useState } from "react";
import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useSend } from "#components/net/use-api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import { useRefusalText } from "#components/ui/fault-text.ts";
import { Form, useApiForm } from "#components/ui/form.tsx";
import { PasswordInput } from "#components/ui/text-input.tsx";
import { useToast } from "#components/ui/toast.tsx";
import type { Account } from "./account.ts";
import { NewPasswordInput } from "./new-password-input.tsx";
import { SessionsCard } from "./sessions-card.tsx";

/** Password, second step, and where one is signed in. */
export function SecurityTab({ account }: { readonly account: Account }) {
  return (
    <div className="grid gap-6">
      <PasswordCard account={account} />
      <MfaCard account={account} />
      <SessionsCard />
    </div>
  );
}

interface Passwords {
  readonly current: string;
  readonly next: string;
}

function PasswordCard({ account }: { readonly account: Account }) {
  const t = useText("account");
  const k = useText("kit");
  const toast = useToast();
  const { send } = useSend<Passwords>({
    method: "POST",
    path: "/account/password",
    refresh: ["/account"],
  });
  const form = useApiForm<Passwords>({
    schema: z.object({
      current: z.string().min(1, k("required")),
      next: z.string().min(LIMITS.passwordCharsMin, k("tooShort", { min: LIMITS.passwordCharsMin })),
    }),
    defaults: { current: "", next: "" },
    send,
    onDone: () => {
      form.form.reset();
      toast({ tone: "good", title: t("passwordChanged") });
    },
  });
  if (!account.has_password) {
    return (
      <Card
        title={t("passwordTitle")}
        text={t("passwordNone")}
        actions={<ButtonLink href="/reset">{t("setByMail")}</ButtonLink>}
      />
    );
  }
  return (
    <Card title={t("passwordTitle")} text={t("passwordText")}>
      <Form form={form} className="max-w-md">
        {/* Password managers need to know whose password this is. */}
        <input type="email" autoComplete="username" defaultValue={account.email} readOnly hidden />
        <PasswordInput label={t("current")} autoComplete="current-password" {...form.field("current")} />
        <NewPasswordInput
          label={t("next")}
          current={form.form.watch("next")}
          personal={[account.email, account.name]}
          {...form.field("next")}
        />
        <div>
          <Button type="submit" tone="primary" loading={form.sending}>
            {t("changePassword")}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function MfaCard({ account }: { readonly account: Account }) {
  const t = useText("account");
  const [asking, setAsking] = useState(false);
  const { enabled, backup_codes_left: left } = account.mfa;
  return (
    <Card
      title={t("mfaTitle")}
      text={t("mfaText")}
      actions={
        enabled ? (
          <Button onClick={() => setAsking(true)}>{t("mfaTurnOff")}</Button>
        ) : (
          <ButtonLink href="/mfa">{t("mfaSetUp")}</ButtonLink>
        )
      }
    >
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <Badge tone={enabled ? "good" : "plain"} dot>
          {t(enabled ? "mfaOn" : "mfaOff")}
        </Badge>
        {enabled && (
          <span className={left === 0 ? "text-warn" : "text-muted"}>{t("codesLeft", { count: left })}</span>
        )}
      </div>
      {asking && <MfaOffDialog onClose={() => setAsking(false)} />}
    </Card>
  );
}

function MfaOffDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText("account");
  const toast = useToast();
  const refusalText = useRefusalText();
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string>();
  const { send } = useSend<{ password: string }>({
    method: "DELETE",
    path: "/account/mfa",
    refresh: ["/account"],
  });
  const turnOff = async () => {
    const reply = await send({ password });
    if (reply.ok) toast({ title: t("mfaOffDone") });
    else setError(refusalText(reply));
    return reply.ok;
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("mfaOffTitle")}
      text={t("mfaOffText")}
      confirmLabel={t("mfaTurnOff")}
      tone="danger"
      onConfirm={turnOff}
    >
      <PasswordInput
        label={t("current")}
        autoComplete="current-password"
        value={password}
        error={error}
        onChange={(event) => setPassword(event.target.value)}
      />
    </ConfirmDialog>
  );
}
