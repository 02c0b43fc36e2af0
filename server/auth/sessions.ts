import { randomBytes } from "node:crypto";
import { formatId, MAIN_WORLD, type UserId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { NewProgram, SessionListRow, SessionRow, SessionStore } from "#server/db/session-store.ts";
import { parseRole, type Role } from "./roles.ts";
import { hashSecret, isSecret, newSecret } from "./secret-token.ts";

/** Who a request speaks for. */
export interface Session {
  readonly userId: number;
  readonly publicId: UserId;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly plan: string;
  readonly locale: string | null;
  /** They have shown that the address is theirs. */
  readonly verified: boolean;
  /** False for those who only sign in at another provider. */
  readonly hasPassword: boolean;
  /** The second factor is set up. */
  readonly mfaEnabled: boolean;
  /** The second factor was given in this session. */
  readonly mfa: boolean;
  /** The password was given within the last `proofSeconds`. */
  readonly proven: boolean;
  /** Public id of the session, as in the list of sessions. */
  readonly sessionId: string;
  /** Name of the program that speaks for them, by a token; null: their browser does, by a cookie. */
  readonly program: string | null;
}

/** Where a request comes from. */
export interface Client {
  readonly address: string;
  readonly userAgent: string;
}

export interface Sessions {
  /** The session of a cookie's secret, or null when it does not count any more. */
  find(secret: string): Promise<Session | null>;
  /** The session of a program, which its access token names; null when it does not count any more. */
  findProgram(sessionId: string): Promise<Session | null>;
  /** Begins a new session and returns its secret, which goes into the cookie and nowhere else. */
  begin(userId: number, client: Client): Promise<string>;
  /** Begins a session of a program, whose secret is `family`; returns its id. */
  beginProgram(userId: number, client: Client, family: string, program: NewProgram): Promise<string>;
  noteMfa(sessionId: string): Promise<void>;
  noteProof(sessionId: string): Promise<void>;
  end(secret: string): Promise<void>;
  endOne(userId: number, sessionId: string): Promise<boolean>;
  endAll(userId: number, except: string | null): Promise<void>;
  list(userId: number): Promise<readonly SessionListRow[]>;
  /** Forgets what is remembered of a person, so that a change shows with the next request. */
  forget(userId: number): void;
}

interface Known {
  readonly session: Promise<Session | null>;
  readonly untilMs: number;
}

export interface SessionsOptions {
  readonly store: SessionStore;
  /** A monotonic clock. */
  readonly nowMs: () => number;
  readonly onTouchError: (error: unknown) => void;
}

const USER_AGENT_CHARS_MAX = 200;

/** Sessions as the database has them; an answer is believed for `sessionCacheMs`, so long an ended one may live on. */
export function createSessions({ store, nowMs, onTouchError }: SessionsOptions): Sessions {
  const known = new Map<string, Known>();
  const touchedMs = new Map<string, number>();

  function ask(name: string, read: () => Promise<SessionRow | null>): Promise<Session | null> {
    const now = nowMs();
    const before = known.get(name);
    if (before !== undefined && before.untilMs > now) return before.session;
    known.delete(name);
    makeRoom(known);
    const session = read().then((row) => (row === null ? null : sessionFrom(row)));
    known.set(name, { session, untilMs: now + LIMITS.sessionCacheMs });
    // A failure is not an answer: the next caller asks again.
    session.then(
      (found) => found !== null && touch(found.sessionId, now),
      () => known.delete(name),
    );
    return session;
  }

  function touch(sessionId: string, now: number): void {
    const last = touchedMs.get(sessionId);
    if (last !== undefined && now - last < LIMITS.sessionTouchEveryMs) return;
    touchedMs.delete(sessionId);
    makeRoom(touchedMs);
    touchedMs.set(sessionId, now);
    store.touch(sessionId).catch(onTouchError);
  }

  async function begin(
    userId: number,
    { address, userAgent }: Client,
    secret: string,
    program: NewProgram | null,
  ): Promise<string> {
    const publicId = randomBytes(9).toString("base64url");
    const agent = userAgent.slice(0, USER_AGENT_CHARS_MAX);
    await store.begin({ hash: hashSecret(secret), userId, publicId, address, userAgent: agent, program });
    return publicId;
  }

  /** Who is behind an entry is known only when it has been answered; asking again costs a millisecond each. */
  const forget = () => known.clear();
  async function change<T>(work: Promise<T>): Promise<T> {
    const done = await work;
    forget();
    return done;
  }

  return {
    async find(secret) {
      if (!isSecret(secret)) return null;
      const hash = hashSecret(secret);
      return ask(`browser ${hash.toString("base64")}`, () => store.find(hash));
    },
    findProgram: (sessionId) => ask(`program ${sessionId}`, () => store.findProgram(sessionId)),
    async begin(userId, client) {
      const secret = newSecret();
      await begin(userId, client, secret, null);
      return secret;
    },
    beginProgram: begin,
    noteMfa: (sessionId) => change(store.noteMfa(sessionId)),
    noteProof: (sessionId) => change(store.noteProof(sessionId)),
    end: (secret) => change(store.end(hashSecret(secret))),
    endOne: (userId, sessionId) => change(store.endOne(userId, sessionId)),
    endAll: (userId, except) => change(store.endAll(userId, except)),
    list: store.list,
    forget,
  };
}

function sessionFrom(row: SessionRow): Session {
  return {
    userId: row.user_id,
    publicId: formatId("usr", MAIN_WORLD, row.user_id),
    name: row.name,
    email: row.email,
    role: parseRole(row.role),
    plan: row.plan,
    locale: row.locale,
    verified: row.verified,
    hasPassword: row.has_password,
    mfaEnabled: row.mfa_enabled,
    mfa: row.mfa_given,
    proven: row.proven,
    sessionId: row.public_id,
    program: row.program,
  };
}

/** Drops the entries that were put in first until one more fits. */
function makeRoom<T>(entries: Map<string, T>): void {
  for (const name of entries.keys()) {
    if (entries.size < LIMITS.sessionCacheMax) return;
    entries.delete(name);
  }
}
