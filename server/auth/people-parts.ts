import type { MailTokenStore } from "#server/db/mail-token-store.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Mailer } from "#server/mail/mailer.ts";
import type { PasswordHasher } from "./hash-password.ts";
import type { Sealer } from "./seal.ts";
import type { Sessions } from "./sessions.ts";
import type { Throttle } from "./throttle.ts";

/** What everything about people works with. */
export interface PeopleParts {
  readonly pool: Pool;
  readonly sessions: Sessions;
  readonly tokens: MailTokenStore;
  readonly hasher: PasswordHasher;
  readonly throttle: Throttle;
  readonly mailer: Mailer;
  readonly sealer: Sealer;
  /** The address people open, without a slash at its end. */
  readonly siteUrl: string;
  /** The wall clock, ms since 1970: codes of the second factor change with it. */
  readonly wallMs: () => number;
}
