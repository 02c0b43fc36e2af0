import type { Result } from "#city/result.ts";
import { createMailTokenStore } from "#server/db/mail-token-store.ts";
import { createMfaStore } from "#server/db/mfa-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { createProgramStore } from "#server/db/program-store.ts";
import { createSessionStore } from "#server/db/session-store.ts";
import type { Mailer } from "#server/mail/mailer.ts";
import type { Log } from "#server/telemetry/log.ts";
import type { AccessTokens } from "./access-token.ts";
import { type Accounts, createAccounts } from "./accounts.ts";
import type { PasswordHasher } from "./hash-password.ts";
import { type IdentityEntry, signInByIdentity } from "./identities.ts";
import { createMailLinks, type MailLinks } from "./mail-links.ts";
import type { PeopleHooks } from "./people-hooks.ts";
import type { PeopleParts } from "./people-parts.ts";
import { createPrograms, type Programs } from "./programs.ts";
import type { Sealer } from "./seal.ts";
import { createSecondFactor, type SecondFactor } from "./second-factor.ts";
import { createSessions, type Session, type Sessions } from "./sessions.ts";
import { type Credentials, type SignIn, type SignInFault, signInByPassword } from "./sign-in.ts";
import { createThrottle, type Throttle } from "./throttle.ts";

export interface ProviderView {
  /** As next-auth knows it: signIn(id). */
  readonly id: "github" | "google" | "oidc";
  /** What its button says. */
  readonly name: string;
}

/** What a request's headers are read from. */
export interface Carrier {
  readonly headers: {
    readonly cookie?: string | undefined;
    /** Where it holds a bearer's token, that alone decides. */
    readonly authorization?: string | undefined;
  };
}

/** Takes the session's secret out of a Cookie header; null when there is none that we made. */
export type ReadSessionCookie = (cookieHeader: string | undefined) => Promise<string | null>;

/** People: who they are, how they come in, and who a request speaks for. */
export interface People {
  /** The session a request belongs to; null when there is none, or when its second factor is still to be given. */
  sessionOf(request: Carrier): Promise<Session | null>;
  /** A session that waits for its second factor; null for all others. */
  pendingOf(request: Carrier): Promise<Session | null>;
  /** Secret of the browser's session, for signing out. */
  secretOf(request: Carrier): Promise<string | null>;
  signIn(wanted: Credentials): Promise<Result<SignIn, SignInFault>>;
  signInByIdentity(entry: IdentityEntry): Promise<Result<SignIn, SignInFault>>;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly factor: SecondFactor;
  readonly programs: Programs;
  readonly links: MailLinks;
  readonly throttle: Throttle;
  readonly sealer: Sealer;
  readonly mailer: Mailer;
  readonly hooks: PeopleHooks;
  /** Other places to sign in at, as the sign-in page offers them. */
  readonly providers: readonly ProviderView[];
  /** There is no mail server: mail is shown on this machine. */
  readonly mailStaysHere: boolean;
  readonly siteUrl: string;
  /** Resolves when the mail caused by now is on its way. */
  mailDone(): Promise<void>;
  close(): Promise<void>;
}

export interface PeopleOptions {
  readonly pool: Pool;
  readonly log: Log;
  readonly readCookie: ReadSessionCookie;
  readonly access: AccessTokens;
  readonly sealer: Sealer;
  readonly mailer: Mailer;
  readonly hasher: PasswordHasher;
  readonly siteUrl: string;
  readonly mailStaysHere: boolean;
  readonly hooks: PeopleHooks;
  readonly providers: readonly ProviderView[];
  /** A monotonic clock. */
  readonly nowMs: () => number;
  readonly wallMs: () => number;
}

export function createPeople(options: PeopleOptions): People {
  const { pool, log, readCookie, siteUrl, access } = options;
  const sessions = createSessions({
    store: createSessionStore(pool),
    nowMs: options.nowMs,
    onTouchError: (error) => log.warn({ err: error }, "a session's last use was not written down"),
  });
  const parts: PeopleParts = {
    ...options,
    sessions,
    tokens: createMailTokenStore(pool),
    throttle: createThrottle(pool),
  };
  const links = createMailLinks(parts);
  const factor = createSecondFactor(createMfaStore(pool), parts);

  async function find({ headers }: Carrier): Promise<Session | null> {
    const token = bearerOf(headers.authorization);
    if (token !== null) {
      const sessionId = await access.sessionIdOf(token);
      return sessionId === null ? null : sessions.findProgram(sessionId);
    }
    const secret = await readCookie(headers.cookie);
    return secret === null ? null : sessions.find(secret);
  }

  return {
    async sessionOf(request) {
      const session = await find(request);
      return session === null || isPending(session) ? null : session;
    },
    async pendingOf(request) {
      const session = await find(request);
      return session !== null && isPending(session) ? session : null;
    },
    secretOf: ({ headers }) => readCookie(headers.cookie),
    signIn: (wanted) => signInByPassword(parts, links, wanted),
    signInByIdentity: (entry) => signInByIdentity(parts, entry),
    sessions,
    accounts: createAccounts(parts, links),
    factor,
    programs: createPrograms({ parts, store: createProgramStore(pool), access, factor, links }),
    links,
    throttle: parts.throttle,
    sealer: options.sealer,
    hooks: options.hooks,
    providers: options.providers,
    mailer: options.mailer,
    mailStaysHere: options.mailStaysHere,
    siteUrl,
    mailDone: () => options.mailer.done(),
    close: () => options.mailer.close(),
  };
}

function isPending({ mfaEnabled, mfa }: Session): boolean {
  return mfaEnabled && !mfa;
}

/** What an `Authorization` header of the scheme Bearer holds; null for other schemes: a proxy may ask for a password of its own. */
function bearerOf(authorization = ""): string | null {
  const [scheme = "", ...token] = authorization.split(" ");
  return scheme.toLowerCase() === "bearer" ? token.join(" ") : null;
}
