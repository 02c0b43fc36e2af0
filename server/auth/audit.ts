import type { Pool } from "#server/db/pool.ts";

export interface AuditEntry {
  /** The person who did it; null: the command line. */
  readonly actor: number | null;
  /** What was done, such as `freeze_agent`. */
  readonly action: string;
  /** Id of what it was done to, such as usr_… or agt_…. */
  readonly subject: string;
  /** Never a secret. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
  readonly address: string;
}

/** Writes down what somebody did who may do more than others. Rejects when it cannot: then the act must not happen. */
export async function writeAudit(pool: Pick<Pool, "query">, entry: AuditEntry): Promise<void> {
  await pool.query({
    name: "audit-write",
    text: "INSERT INTO audit_entry (actor, action, subject, detail, address) VALUES ($1, $2, $3, $4::jsonb, $5)",
    values: [entry.actor, entry.action, entry.subject, JSON.stringify(entry.detail ?? {}), entry.address],
  });
}
