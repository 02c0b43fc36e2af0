import { LIMITS } from "#city/limits.ts";
import type { Pool } from "./pool.ts";

export interface OutboxMail {
  readonly id: number;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly created_at: Date;
}

/** Puts a mail where a page of this machine shows it. */
export async function insertOutboxMail(
  pool: Pool,
  mail: { readonly to: string; readonly subject: string; readonly text: string },
): Promise<void> {
  await pool.query({
    name: "outbox-insert",
    text: "INSERT INTO outbox_mail (recipient, subject, text) VALUES ($1, $2, $3)",
    values: [mail.to, mail.subject, mail.text],
  });
}

/** The newest mails, newest first. */
export async function readOutbox(pool: Pool): Promise<readonly OutboxMail[]> {
  const text = "SELECT id, recipient, subject, text, created_at FROM outbox_mail ORDER BY id DESC LIMIT $1";
  return (await pool.query<OutboxMail>({ name: "outbox-read", text, values: [LIMITS.outboxMailsShownMax] }))
    .rows;
}
