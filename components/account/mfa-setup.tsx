"use client";

import { ShieldCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Callout, Form, useApiForm } from "#components/ui/form.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { TextInput } from "#components/ui/text-input.tsx";
import { AuthHead } from "./auth-shell.tsx";
import { BackupCodes } from "./backup-codes.tsx";
import { useProof } from "./proof-dialog.tsx";
import { QrCode } from "./qr-code.tsx";

interface Begun {
  readonly secret: string;
  readonly uri: string;
}

/** Setting the second step up: scan, enter a code, keep the backup codes. */
export function MfaSetup() {
  const t = useText("account");
  const problemText = useProblemText();
  const router = useRouter();
  const { withProof, dialog } = useProof();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const begin = async () => {
    setBusy(true);
    const reply = await withProof(() => api.post<Begun>("/account/mfa/begin"));
    setBusy(false);
    if (reply.ok) setBegun(reply.value);
    setRefusal(reply.ok || reply.code === "proof_required" ? null : problemText(reply));
  };
  if (codes) return <BackupCodes codes={codes} onDone={() => router.push("/account")} />;
  if (begun) return <ConfirmSecret begun={begun} onDone={setCodes} />;
  return (
    <>
      <span className="mb-5 grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
        <ShieldCheck size={22} aria-hidden="true" />
      </span>
      <AuthHead title={t("setup.title")} text={t("setup.text")} />
      <div className="grid gap-3">
        {refusal && <Callout tone="bad">{refusal}</Callout>}
        <Button tone="primary" size="large" wide loading={busy} onClick={() => void begin()}>
          {t("setup.begin")}
        </Button>
        <ButtonLink href="/account" tone="quiet" wide>
          {t("setup.notNow")}
        </ButtonLink>
      </div>
      {dialog}
    </>
  );
}

interface ConfirmSecretProps {
  readonly begun: Begun;
  readonly onDone: (codes: readonly string[]) => void;
}

function ConfirmSecret({ begun, onDone }: ConfirmSecretProps) {
  const t = useText("account");
  const k = useText("kit");
  const form = useApiForm<{ code: string }, { readonly backup_codes: readonly string[] }>({
    schema: z.object({ code: z.string().trim().min(1, k("required")) }),
    defaults: { code: "" },
    send: ({ code }) => api.post("/account/mfa/confirm", { code: code.replace(/\s/g, "") }),
    onDone: ({ backup_codes }) => onDone(backup_codes),
  });
  return (
    <>
      <AuthHead title={t("setup.title")} />
      <ol className="grid gap-7">
        <li>
          <h2 className="mb-3 text-sm font-medium">1. {t("setup.scan")}</h2>
          <QrCode text={begun.uri} label={t("setup.scanAlt")} />
          <div className="mt-4">
            <CopyField label={t("setup.byHand")} value={begun.secret} />
          </div>
        </li>
        <li>
          <h2 className="mb-3 text-sm font-medium">2. {t("setup.enter")}</h2>
          <Form form={form}>
            <TextInput
              label={t("setup.code")}
              hideLabel
              autoComplete="one-time-code"
              inputMode="numeric"
              {...form.field("code")}
            />
            <Button type="submit" tone="primary" size="large" wide loading={form.sending}>
              {t("setup.turnOn")}
            </Button>
          </Form>
        </li>
      </ol>
    </>
  );
}
