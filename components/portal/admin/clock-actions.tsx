"use client";

import { Gauge, Pause, Play } from "lucide-react";
import { useState } from "react";
import { ADMIN_SPEED_MAX, type AdminCity } from "#city/protocol/admin-views.ts";
import { useProof } from "#components/account/proof-dialog.tsx";
import { useText } from "#components/i18n/use-text.ts";
import { useSend } from "#components/net/use-api.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { TextInput } from "#components/ui/text-input.tsx";
import { useToast } from "#components/ui/toast.tsx";
import { tickSeconds } from "./city-section.tsx";

interface ClockChange {
  readonly frozen?: boolean;
  readonly speed?: number;
}

/** Stops the city, lets it go on, or gives it another speed; each says first what that means. */
export function ClockActions({ city }: { readonly city: AdminCity }) {
  const t = useText("admin");
  const toast = useToast();
  const problemText = useProblemText();
  const { withProof, dialog } = useProof();
  const [asking, setAsking] = useState<"freeze" | "resume" | "speed" | null>(null);
  const [typed, setTyped] = useState(String(city.speed));
  const { send } = useSend<ClockChange, AdminCity>({
    method: "POST",
    path: "/admin/city",
    refresh: ["/admin"],
  });
  const speed = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  const isFit = speed >= 1 && speed <= ADMIN_SPEED_MAX;
  const close = () => setAsking(null);
  const change = async (body: ClockChange, title: string) => {
    const reply = await withProof(() => send(body));
    toast(reply.ok ? { tone: "good", title } : { tone: "bad", title: problemText(reply) });
    return reply.ok;
  };
  return (
    <>
      {!city.frozen && (
        <Button icon={<Gauge size={16} aria-hidden="true" />} onClick={() => setAsking("speed")}>
          {t("setSpeed")}
        </Button>
      )}
      {city.frozen ? (
        <Button
          tone="primary"
          icon={<Play size={16} aria-hidden="true" />}
          onClick={() => setAsking("resume")}
        >
          {t("resume")}
        </Button>
      ) : (
        <Button
          tone="danger"
          icon={<Pause size={16} aria-hidden="true" />}
          onClick={() => setAsking("freeze")}
        >
          {t("freeze")}
        </Button>
      )}
      <ConfirmDialog
        open={asking === "freeze"}
        onOpenChange={close}
        title={t("freezeTitle")}
        text={t("freezeText")}
        confirmLabel={t("freeze")}
        typed={t("freezeWord")}
        tone="danger"
        onConfirm={() => change({ frozen: true }, t("cityFrozen"))}
      />
      <ConfirmDialog
        open={asking === "resume"}
        onOpenChange={close}
        title={t("resumeTitle")}
        text={t("resumeText")}
        confirmLabel={t("resume")}
        onConfirm={() => change({ frozen: false }, t("cityRuns"))}
      />
      <ConfirmDialog
        open={asking === "speed"}
        onOpenChange={close}
        title={isFit ? t("speedTitle", { speed }) : t("setSpeed")}
        text={
          isFit
            ? t("speedText", { seconds: tickSeconds(city, speed) })
            : t("newSpeedHint", { max: ADMIN_SPEED_MAX })
        }
        confirmLabel={t("setSpeed")}
        onConfirm={async () => isFit && change({ speed }, t("speedSet"))}
      >
        <TextInput
          label={t("newSpeed")}
          hint={t("newSpeedHint", { max: ADMIN_SPEED_MAX })}
          inputMode="numeric"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          {...(isFit ? {} : { error: t("speedWrong", { max: ADMIN_SPEED_MAX }) })}
        />
      </ConfirmDialog>
      {dialog}
    </>
  );
}
