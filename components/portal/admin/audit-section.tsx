"use client";

import { useText } from "#components/i18n/use-text.ts";
import { Time } from "#components/ui/values.tsx";
import { SearchList } from "./search-list.tsx";

interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly actor: string | null;
  readonly actor_name: string | null;
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>> | null;
  readonly address: string;
}

interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly next: string | null;
}

/** What the privileged have done, newest first. */
export function AuditSection() {
  const t = useText("admin");
  return (
    <SearchList<AuditPage, AuditEntry>
      label={t("audit")}
      hint={null}
      path="/admin/audit"
      rowsOf={(page) => page.entries}
      empty={{ title: t("noEntriesTitle"), text: t("noEntriesText") }}
      columns={[
        { id: "when", head: t("when"), cell: (row) => <Time at={row.at} exact /> },
        { id: "who", head: t("who"), cell: (row) => row.actor_name ?? row.actor ?? t("commandLine") },
        {
          id: "what",
          head: t("what"),
          primary: true,
          cell: (row) => <code className="text-xs break-all">{row.action}</code>,
        },
        {
          id: "subject",
          head: t("towhom"),
          cell: (row) => <span className="text-xs break-all">{row.subject}</span>,
        },
        {
          id: "detail",
          head: t("detail"),
          cell: (row) => <span className="text-xs break-words text-muted">{detailText(row.detail)}</span>,
        },
        {
          id: "from",
          head: t("from"),
          cell: (row) => <span className="text-xs text-muted">{row.address}</span>,
        },
      ]}
    />
  );
}

function detailText(detail: AuditEntry["detail"]): string {
  return Object.entries(detail ?? {})
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(", ");
}
