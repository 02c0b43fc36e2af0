"use client";

import { useState } from "react";
import { z } from "zod";
import { useText } from "#components/i18n/use-text.ts";
import { type ApiReply, api } from "#components/net/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Form, useApiForm } from "#components/ui/form.tsx";
import { PasswordInput } from "#components/ui/text-input.tsx";

interface Waiting {
  readonly again: () => Promise<ApiReply<unknown>>;
  readonly resolve: (reply: ApiReply<unknown>) => void;
  readonly refused: ApiReply<unknown>;
}

/**
 * For what the city asks the password for again: `withProof(() => api.post(…))` sends it, and where the answer is
 * `proof_required` asks the person and sends it once more. Put `dialog` somewhere on the page.
 */
export function useProof() {
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const withProof = async <T,>(send: () => Promise<ApiReply<T>>): Promise<ApiReply<T>> => {
    const reply = await send();
    if (reply.ok || reply.code !== "proof_required") return reply;
    return new Promise((resolve) => {
      setWaiting({ again: send, resolve: resolve as Waiting["resolve"], refused: reply });
    });
  };
  const close = () => {
    waiting?.resolve(waiting.refused);
    setWaiting(null);
  };
  const proven = async () => {
    if (waiting) waiting.resolve(await waiting.again());
    setWaiting(null);
  };
  return { withProof, dialog: waiting && <ProofDialog onClose={close} onProven={proven} /> };
}

interface ProofDialogProps {
  readonly onClose: () => void;
  readonly onProven: () => Promise<void>;
}

function ProofDialog({ onClose, onProven }: ProofDialogProps) {
  const t = useText("account");
  const k = useText("kit");
  const form = useApiForm<{ password: string }>({
    schema: z.object({ password: z.string().min(1, k("required")) }),
    defaults: { password: "" },
    send: (values) => api.post("/account/prove", values),
    onDone: onProven,
  });
  return (
    <Dialog open onOpenChange={onClose} title={t("password")} text={t("setup.prove")} width="narrow">
      <Form form={form}>
        <PasswordInput label={t("password")} autoComplete="current-password" {...form.field("password")} />
        <Button type="submit" tone="primary" wide loading={form.sending}>
          {t("setup.proveDo")}
        </Button>
      </Form>
    </Dialog>
  );
}
