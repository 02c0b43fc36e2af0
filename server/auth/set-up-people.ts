import { LIMITS } from "#city/limits.ts";
import { insertOutboxMail } from "#server/db/outbox-store.ts";
import type { Pool } from "#server/db/pool.ts";
import type { ProviderSettings } from "#server/env.ts";
import { createMailer } from "#server/mail/mailer.ts";
import { smtpDelivery } from "#server/mail/smtp.ts";
import type { Log } from "#server/telemetry/log.ts";
import { createAccessTokens } from "./access-token.ts";
import { agentsOfPeople } from "./agents-of-people.ts";
import { createArgonHasher } from "./hash-password.ts";
import { createPeople, type People, type ProviderView, type ReadSessionCookie } from "./people.ts";
import { createSealer } from "./seal.ts";

/** What the environment says about people. */
export interface PeopleSettings {
  /** The address people open, without a slash at its end. */
  readonly siteUrl: string;
  /** The session secret, then the one before it if there is one. */
  readonly secrets: readonly [string, ...string[]];
  readonly readCookie: ReadSessionCookie;
  readonly providers: ProviderSettings;
  /** Null: mail stays on this machine, where a page shows it. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
}

/** Puts together what knows people. */
export async function setUpPeople(
  pool: Pool,
  log: Log,
  { siteUrl, secrets, readCookie, mail, providers }: PeopleSettings,
): Promise<People> {
  const wallMs = () => Date.now();
  const smtp = mail === null ? null : smtpDelivery(mail.smtpUrl, mail.from);
  const deliver = smtp === null ? insertOutboxMail.bind(null, pool) : smtp.deliver;
  const people = createPeople({
    pool,
    log,
    readCookie,
    siteUrl,
    mailStaysHere: mail === null,
    providers: providerViews(providers),
    hooks: agentsOfPeople(pool),
    access: createAccessTokens({ secrets, siteUrl, wallMs }),
    sealer: createSealer(secrets),
    mailer: createMailer({ deliver, log, retryMs: LIMITS.mailRetryMs }),
    hasher: await createArgonHasher(),
    nowMs: () => performance.now(),
    wallMs,
  });
  return {
    ...people,
    async close() {
      await people.close();
      smtp?.close();
    },
  };
}

function providerViews({ github, google, oidc }: ProviderSettings): readonly ProviderView[] {
  return [
    ...(github === null ? [] : [{ id: "github", name: "GitHub" } as const]),
    ...(google === null ? [] : [{ id: "google", name: "Google" } as const]),
    ...(oidc === null ? [] : [{ id: "oidc", name: oidc.name } as const]),
  ];
}
