"use client";

import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { DEFAULT_SCOPES } from "#city/protocol/scopes.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi, useSend } from "#components/net/use-api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { ConfirmDialog, Dialog } from "#components/ui/dialog.tsx";
import { useFieldFaultText } from "#components/ui/fault-text.ts";
import { Callout } from "#components/ui/form.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Table } from "#components/ui/table.tsx";
import { Select } from "#components/ui/text-input.tsx";
import { useToast } from "#components/ui/toast.tsx";
import { Time } from "#components/ui/values.tsx";
import { KeyFields, type KeyWish } from "./key-fields.tsx";
import type { AgentKey, AgentKeys } from "./types.ts";

const TONES = { active: "good", replaced: "warn", expired: "plain", revoked: "bad" } as const;
const OVERLAPS = [0, 60, 1_440, 10_080] as const;
const EMPTY: KeyWish = { name: "", scopes: DEFAULT_SCOPES, days: null };

type Open = { readonly kind: "new" } | { readonly kind: "rotate" | "revoke"; readonly key: AgentKey };

/** An agent's keys: their whole life. */
export function KeysTab({ path, closed }: { readonly path: string; readonly closed: boolean }) {
  const t = useText("agents");
  const keysPath = `${path}/keys`;
  const { data, problem, loading, reload } = useApi<AgentKeys>(keysPath);
  const [open, setOpen] = useState<Open | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  if (loading) return <SkeletonRows />;
  if (data === undefined) return problem === null ? null : <ErrorState problem={problem} onRetry={reload} />;
  return (
    <>
      <Card
        title={t("keys.title")}
        text={t("keys.text")}
        flush
        actions={
          !closed && (
            <Button
              tone="primary"
              size="small"
              icon={<Plus size={16} aria-hidden="true" />}
              onClick={() => setOpen({ kind: "new" })}
            >
              {t("keys.new")}
            </Button>
          )
        }
      >
        {data.keys.length === 0 ? (
          <EmptyState
            icon={<KeyRound size={22} aria-hidden="true" />}
            title={t("keys.none")}
            text={t("keys.noneText")}
          />
        ) : (
          <KeyTable keys={data.keys} closed={closed} onOpen={setOpen} />
        )}
      </Card>
      {open?.kind === "new" && (
        <NewKeyDialog path={keysPath} onClose={() => setOpen(null)} onSecret={setSecret} />
      )}
      {open?.kind === "rotate" && (
        <RotateDialog path={keysPath} of={open.key} onClose={() => setOpen(null)} onSecret={setSecret} />
      )}
      {open?.kind === "revoke" && (
        <RevokeDialog path={keysPath} of={open.key} onClose={() => setOpen(null)} />
      )}
      <Dialog
        open={secret !== null}
        onOpenChange={(stays) => !stays && setSecret(null)}
        title={t("keys.key")}
        footer={
          <Button tone="primary" onClick={() => setSecret(null)}>
            {t("keys.done")}
          </Button>
        }
      >
        <div className="grid gap-4">
          <CopyField label={t("keys.key")} value={secret ?? ""} />
          <Callout tone="warn">{t("keys.shownOnce")}</Callout>
        </div>
      </Dialog>
    </>
  );
}

interface KeyTableProps {
  readonly keys: readonly AgentKey[];
  readonly closed: boolean;
  readonly onOpen: (open: Open) => void;
}

function KeyTable({ keys, closed, onOpen }: KeyTableProps) {
  const t = useText("agents");
  return (
    <Table
      label={t("keys.title")}
      rows={keys}
      keyOf={(key) => key.key_id}
      columns={[
        {
          id: "name",
          head: t("keys.name"),
          primary: true,
          cell: (key) => (
            <span>
              <span className="block font-medium">{key.name}</span>
              <code className="text-xs text-muted">{key.prefix}…</code>
            </span>
          ),
        },
        {
          id: "state",
          head: t("keys.state"),
          cell: (key) => <Badge tone={TONES[key.status]}>{t(`keys.status.${key.status}`)}</Badge>,
        },
        {
          id: "scopes",
          head: t("keys.scopes"),
          cell: (key) => key.scopes.map((scope) => t(`scope.${scope}`)).join(", "),
        },
        {
          id: "used",
          head: t("keys.lastUsed"),
          cell: (key) =>
            key.last_used_at === null ? (
              t("keys.neverUsed")
            ) : (
              <span>
                <Time at={key.last_used_at} />
                {key.last_used_from !== null && (
                  <span className="block text-xs text-muted">
                    {t("keys.lastUsedFrom", { address: key.last_used_from })}
                  </span>
                )}
              </span>
            ),
        },
        {
          id: "expires",
          head: t("keys.expires"),
          cell: (key) => (key.expires_at === null ? t("keys.noExpiry") : <Time at={key.expires_at} exact />),
        },
        {
          id: "actions",
          head: t("page.more"),
          hideHead: true,
          align: "right",
          cell: (key) =>
            closed || key.status === "revoked" || key.status === "expired" ? null : (
              <span className="flex justify-end gap-1">
                {key.status === "active" && (
                  <Button size="small" tone="quiet" onClick={() => onOpen({ kind: "rotate", key })}>
                    {t("keys.rotate")}
                  </Button>
                )}
                <Button size="small" tone="quiet" onClick={() => onOpen({ kind: "revoke", key })}>
                  {t("keys.revoke")}
                </Button>
              </span>
            ),
        },
      ]}
    />
  );
}

interface SecretDialogProps {
  readonly path: string;
  readonly onClose: () => void;
  readonly onSecret: (secret: string) => void;
}

function NewKeyDialog({ path, onClose, onSecret }: SecretDialogProps) {
  const t = useText("agents");
  const problemText = useProblemText();
  const faultText = useFieldFaultText();
  const [wish, setWish] = useState(EMPTY);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const sender = useSend<object, { readonly key: string }>({ method: "POST", path, refresh: [path] });
  const create = async () => {
    const reply = await sender.send({ name: wish.name, scopes: wish.scopes, expires_in_days: wish.days });
    if (!reply.ok) {
      const named = Object.fromEntries(reply.errors.map((fault) => [fault.pointer, faultText(fault)]));
      return setFaults(reply.errors.length > 0 ? named : { "": problemText(reply) });
    }
    onClose();
    onSecret(reply.value.key);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("keys.new")}
      footer={
        <Button tone="primary" loading={sender.sending} onClick={() => void create()}>
          {t("keys.create")}
        </Button>
      }
    >
      <div className="grid gap-4">
        {faults[""] !== undefined && <Callout tone="bad">{faults[""]}</Callout>}
        <KeyFields
          wish={wish}
          nameError={faults["/name"]}
          scopesError={faults["/scopes"]}
          onChange={setWish}
        />
      </div>
    </Dialog>
  );
}

function RotateDialog({ path, of, onClose, onSecret }: SecretDialogProps & { readonly of: AgentKey }) {
  const t = useText("agents");
  const toast = useToast();
  const problemText = useProblemText();
  const [minutes, setMinutes] = useState(60);
  const sender = useSend<object, { readonly key: string }>({
    method: "POST",
    path: `${path}/${of.key_id}/rotate`,
    refresh: [path],
  });
  const rotate = async () => {
    const reply = await sender.send({ overlap_minutes: minutes });
    if (!reply.ok) return toast({ tone: "bad", title: problemText(reply) });
    onClose();
    onSecret(reply.value.key);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`${t("keys.rotate")}: ${of.name}`}
      text={t("keys.rotateText")}
      width="narrow"
      footer={
        <Button tone="primary" loading={sender.sending} onClick={() => void rotate()}>
          {t("keys.rotate")}
        </Button>
      }
    >
      <Select
        label={t("keys.overlap")}
        value={String(minutes)}
        choices={OVERLAPS.map((value) => ({ value: String(value), label: t(`keys.overlaps.m${value}`) }))}
        onChange={(event) => setMinutes(Number(event.target.value))}
      />
    </Dialog>
  );
}

function RevokeDialog({
  path,
  of,
  onClose,
}: Omit<SecretDialogProps, "onSecret"> & { readonly of: AgentKey }) {
  const t = useText("agents");
  const toast = useToast();
  const problemText = useProblemText();
  const sender = useSend<string>({ method: "DELETE", path: (id) => `${path}/${id}`, refresh: [path] });
  const revoke = async () => {
    const reply = await sender.send(of.key_id);
    toast(reply.ok ? { tone: "good", title: t("keys.revoked") } : { tone: "bad", title: problemText(reply) });
    return reply.ok;
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("keys.revokeTitle", { name: of.name })}
      text={t("keys.revokeText")}
      confirmLabel={t("keys.revoke")}
      tone="danger"
      onConfirm={revoke}
    />
  );
}
