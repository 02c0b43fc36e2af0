"use client";

import { signOut } from "next-auth/react";
import { useState } from "react";
import { z } from "zod";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Form, useApiForm } from "#components/ui/form.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { AuthFoot, AuthHead } from "./auth-shell.tsx";

const LINK =
  "min-h-6 cursor-pointer text-left text-sm font-medium text-accent underline underline-offset-3 hover:text-accent-strong";

/** The second step of signing in: a code from the app, or one of the backup codes. */
export function MfaForm({ onDone }: { readonly onDone: () => void }) {
  const t = useText("auth");
  const k = useText("kit");
  const [backup, setBackup] = useState(false);
  const form = useApiForm<{ code: string }>({
    schema: z.object({ code: z.string().trim().min(1, k("required")) }),
    defaults: { code: "" },
    send: ({ code }) => api.post("/account/mfa/verify", { code: code.replace(/\s/g, "") }),
    onDone,
  });
  return (
    <>
      <AuthHead title={t("mfaTitle")} text={t(backup ? "mfaBackupText" : "mfaText")} />
      <Form form={form}>
        <TextInput
          key={backup ? "backup" : "app"}
          label={t(backup ? "backupCode" : "code")}
          autoComplete="one-time-code"
          inputMode={backup ? "text" : "numeric"}
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          {...form.field("code")}
        />
        <Button type="submit" tone="primary" size="large" wide loading={form.sending}>
          {t("confirm")}
        </Button>
        <button
          type="button"
          className={LINK}
          onClick={() => {
            setBackup(!backup);
            form.form.reset();
          }}
        >
          {t(backup ? "useApp" : "useBackup")}
        </button>
      </Form>
      <AuthFoot>
        <button type="button" className={LINK} onClick={() => void signOut({ callbackUrl: "/sign-in" })}>
          {t("otherAccount")}
        </button>
      </AuthFoot>
    </>
  );
}
