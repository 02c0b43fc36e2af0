import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { err, ok, type Result } from "#city/result.ts";
import type { ProgramSession, ProgramStore } from "#server/db/program-store.ts";
import type { AccessTokens } from "./access-token.ts";
import { type NameFault, parseLabel } from "./agent-name.ts";
import type { MailLinks } from "./mail-links.ts";
import type { PeopleParts } from "./people-parts.ts";
import { newRefreshToken, parseRefreshToken, type RefreshToken } from "./refresh-token.ts";
import type { CodeFault, SecondFactor } from "./second-factor.ts";
import { hashSecret } from "./secret-token.ts";
import { type Credentials, type CredentialsFault, checkCredentials } from "./sign-in.ts";

export interface ProgramSignIn extends Credentials {
  /** Of the second factor; null: not given. */
  readonly code: string | null;
  /** What the program calls itself. */
  readonly program: string;
}

export type ProgramFault = CredentialsFault | CodeFault | NameFault | "mfa_required";

/** What a program works with: shown with each request, and traded in for the next pair. */
export interface TokenPair {
  readonly access: string;
  readonly refresh: string;
}

/** Programs that people let act for them. Each has a session, which is listed and ended like those of browsers. */
export interface Programs {
  /** Signs a program in by its person's password and, where there is a second factor, a code of it. */
  signIn(wanted: ProgramSignIn): Promise<Result<TokenPair, ProgramFault> & { readonly retryAfterS?: number }>;
  /** Trades a refresh token in for the next pair; one that was used before ends the session: somebody has a copy. */
  refresh(token: string, address: string): Promise<Result<TokenPair, "bad_token">>;
  /** Ends the session that a refresh token belongs to; what is none ends nothing. */
  signOut(token: string): Promise<void>;
}

export interface ProgramsOptions {
  readonly parts: PeopleParts;
  readonly store: ProgramStore;
  readonly access: AccessTokens;
  readonly factor: Pick<SecondFactor, "check">;
  readonly links: MailLinks;
}

const BAD_TOKEN = err(
  "bad_token",
  "This refresh token is unknown, was used before, or its session has ended: sign in again.",
);
const GIVE_CODE = err("mfa_required", "This account has a second factor: send its code, too.");

export function createPrograms({ parts, store, access, factor, links }: ProgramsOptions): Programs {
  const { sessions } = parts;
  const pairOf = async (session: ProgramSession, { text }: RefreshToken): Promise<TokenPair> => ({
    access: await access.issue(session),
    refresh: text,
  });

  return {
    async signIn(wanted) {
      const name = parseLabel(wanted.program, LIMITS.programNameCharsMax);
      if (!name.ok) return name;
      const person = await checkCredentials(parts, links, wanted);
      if (!person.ok) return person;
      const { id: userId, mfa } = person.value;
      if (mfa) {
        if (wanted.code === null) return GIVE_CODE;
        const user = { userId, publicId: formatId("usr", MAIN_WORLD, userId) };
        const right = await factor.check(user, wanted.code, wanted.client.address);
        if (!right.ok) return right;
      }
      const refresh = newRefreshToken();
      const program = { name: name.value, refreshHash: refresh.hash, mfa };
      const sessionId = await sessions.beginProgram(userId, wanted.client, refresh.family, program);
      return ok(await pairOf({ userId, sessionId }, refresh));
    },
    async refresh(token, address) {
      const given = parseRefreshToken(token);
      if (given === null) return BAD_TOKEN;
      const hashes = { family: hashSecret(given.family), whole: given.hash };
      const next = newRefreshToken(given.family);
      const session = await store.rotate(hashes, next.hash);
      if (session !== null) return ok(await pairOf(session, next));
      const robbed = await store.endReused(hashes, address);
      if (robbed !== null) sessions.forget(robbed);
      return BAD_TOKEN;
    },
    async signOut(token) {
      const given = parseRefreshToken(token);
      if (given !== null) await sessions.end(given.family);
    },
  };
}
