import type { Pool } from "#server/db/pool.ts";
import type { Mail } from "#server/mail/mailer.ts";
import { mailLanguage } from "#server/mail/mails.ts";

/** Tells a webhook's owner that it was switched off; null when they are gone. The address is theirs to know, and nobody else's. */
export async function failingMail(pool: Pool, webhookId: string, siteUrl: string): Promise<Mail | null> {
  const { rows } = await pool.query<{ url: string; email: string; locale: string | null }>({
    name: "webhook-recipient",
    text: `SELECT w.url, u.email, u.locale FROM webhook w JOIN app_user u ON u.id = w.user_id
           WHERE w.id = $1 AND u.deleted_at IS NULL`,
    values: [webhookId],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const page = `${siteUrl}/webhooks`;
  return mailLanguage(row.locale) === "de"
    ? {
        to: row.email,
        subject: "Ein Webhook wurde abgeschaltet",
        text: [
          `Der Empfänger ${row.url} hat zu oft hintereinander nicht richtig geantwortet. Der Webhook ist abgeschaltet.`,
          `Hier sehen Sie, was er geantwortet hat, und schalten ihn wieder ein: ${page}`,
        ].join("\n\n"),
      }
    : {
        to: row.email,
        subject: "A webhook was switched off",
        text: [
          `The receiver ${row.url} failed too often in a row. The webhook is switched off.`,
          `See here what it answered, and switch it on again: ${page}`,
        ].join("\n\n"),
      };
}
