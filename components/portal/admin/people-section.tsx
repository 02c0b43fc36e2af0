"use client";

import { useState } from "react";
import { z } from "zod";
import { useProof } from "#components/account/proof-dialog.tsx";
import { useText } from "#components/i18n/use-text.ts";
import { useSend } from "#components/net/use-api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog, Dialog } from "#components/ui/dialog.tsx";
import { Form, useApiForm } from "#components/ui/form.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { Select } from "#components/ui/text-input.tsx";
import { useToast } from "#components/ui/toast.tsx";
import { Time } from "#components/ui/values.tsx";
import { SearchList } from "./search-list.tsx";

interface AdminPerson {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly plan: string;
  readonly verified: boolean;
  readonly mfa: boolean;
  readonly frozen: boolean;
  readonly agents: number;
  readonly seen_at: string | null;
}

interface PeoplePage {
  readonly users: readonly AdminPerson[];
  readonly next: string | null;
}

interface PersonChange {
  readonly role?: string;
  readonly plan?: string;
  readonly frozen?: boolean;
}

const ROLES = ["viewer", "owner", "moderator", "operator", "admin"] as const;
const PLANS = ["free", "pro", "research"] as const;

type Asked = { readonly what: "change" | "freeze"; readonly person: AdminPerson };

/** Everybody with an account: role, plan, freeze. */
export function PeopleSection() {
  const t = useText("admin");
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <SearchList<PeoplePage, AdminPerson>
        label={t("people")}
        hint={t("peopleHint")}
        path="/admin/users"
        rowsOf={(page) => page.users}
        empty={{ title: t("nobodyTitle"), text: t("nobodyText") }}
        columns={[
          { id: "name", head: t("name"), primary: true, cell: (row) => <PersonName person={row} /> },
          { id: "role", head: t("role"), cell: (row) => row.role },
          { id: "plan", head: t("plan"), cell: (row) => row.plan },
          { id: "state", head: t("state"), cell: (row) => <PersonState person={row} /> },
          { id: "agents", head: t("agentCount"), align: "right", cell: (row) => row.agents },
          {
            id: "seen",
            head: t("seen"),
            cell: (row) => (row.seen_at === null ? t("never") : <Time at={row.seen_at} />),
          },
          {
            id: "actions",
            head: t("actions"),
            hideHead: true,
            align: "right",
            cell: (row) => (
              <span className="inline-flex gap-1">
                <Button size="small" tone="quiet" onClick={() => setAsked({ what: "change", person: row })}>
                  {t("change")}
                </Button>
                <Button size="small" tone="quiet" onClick={() => setAsked({ what: "freeze", person: row })}>
                  {t(row.frozen ? "resumePerson" : "freezePerson")}
                </Button>
              </span>
            ),
          },
        ]}
      />
      {asked?.what === "change" && <ChangeDialog person={asked.person} onClose={close} />}
      {asked?.what === "freeze" && <FreezeDialog person={asked.person} onClose={close} />}
    </>
  );
}

function PersonName({ person }: { readonly person: AdminPerson }) {
  return (
    <span className="block min-w-0 text-left">
      <span className="block break-words">{person.name}</span>
      <span className="block text-xs font-normal break-all text-muted">
        {person.email} · {person.id}
      </span>
    </span>
  );
}

function PersonState({ person }: { readonly person: AdminPerson }) {
  const t = useText("admin");
  return (
    <span className="inline-flex flex-wrap gap-1">
      {person.frozen && <Badge tone="bad">{t("frozen")}</Badge>}
      <Badge tone={person.verified ? "good" : "warn"}>{t(person.verified ? "verified" : "unverified")}</Badge>
      {person.mfa && <Badge>{t("mfaOn")}</Badge>}
    </span>
  );
}

interface PersonDialogProps {
  readonly person: AdminPerson;
  readonly onClose: () => void;
}

function usePersonChange({ id }: AdminPerson) {
  const { withProof, dialog } = useProof();
  const { send } = useSend<PersonChange>({
    method: "PATCH",
    path: `/admin/users/${id}`,
    refresh: ["/admin"],
  });
  return { dialog, change: (body: PersonChange) => withProof(() => send(body)) };
}

function ChangeDialog({ person, onClose }: PersonDialogProps) {
  const t = useText("admin");
  const toast = useToast();
  const { change, dialog } = usePersonChange(person);
  const form = useApiForm({
    schema: z.object({ role: z.string(), plan: z.string() }),
    defaults: { role: person.role, plan: person.plan },
    // Only what is new: nobody may set their own role, not even to the one they have.
    send: ({ role, plan }) =>
      change({ ...(role === person.role ? {} : { role }), ...(plan === person.plan ? {} : { plan }) }),
    onDone: () => {
      toast({ tone: "good", title: t("saved") });
      onClose();
    },
  });
  return (
    <>
      <Dialog
        open
        onOpenChange={onClose}
        title={t("changeTitle", { name: person.name })}
        text={t("changeText")}
        width="narrow"
      >
        <Form form={form}>
          <Select
            label={t("role")}
            choices={ROLES.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
            {...form.field("role")}
          />
          <Select
            label={t("plan")}
            choices={PLANS.map((plan) => ({ value: plan, label: plan }))}
            {...form.field("plan")}
          />
          <Button type="submit" tone="primary" loading={form.sending}>
            {t("save")}
          </Button>
        </Form>
      </Dialog>
      {dialog}
    </>
  );
}

function FreezeDialog({ person, onClose }: PersonDialogProps) {
  const t = useText("admin");
  const toast = useToast();
  const problemText = useProblemText();
  const { change, dialog } = usePersonChange(person);
  const { name, frozen } = person;
  return (
    <>
      <ConfirmDialog
        open
        onOpenChange={onClose}
        title={t(frozen ? "resumePersonTitle" : "freezePersonTitle", { name })}
        text={t(frozen ? "resumePersonText" : "freezePersonText")}
        confirmLabel={t(frozen ? "resumePerson" : "freezePerson")}
        tone={frozen ? "primary" : "danger"}
        onConfirm={async () => {
          const reply = await change({ frozen: !frozen });
          toast(
            reply.ok
              ? { tone: "good", title: t(frozen ? "personResumed" : "personFrozen", { name }) }
              : { tone: "bad", title: problemText(reply) },
          );
          return reply.ok;
        }}
      />
      {dialog}
    </>
  );
}
