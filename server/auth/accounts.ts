import { LIMITS } from "#city/limits.ts";
import { fault } from "#city/protocol/field-faults.ts";
import { err, ok, type Result } from "#city/result.ts";
import { isAdminToken } from "#server/db/admin-token-store.ts";
import { databaseFault } from "#server/db/database-fault.ts";
import {
  insertPerson,
  type NewPersonOutcome,
  type NewPersonRow,
  readPasswordHash,
  setPasswordHash,
  updateProfile,
} from "#server/db/person-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { type NameFault, parseLabel } from "./agent-name.ts";
import { parseEmail } from "./email.ts";
import { type MailLinks, resetPath, verifyPath } from "./mail-links.ts";
import { type NewPasswordFault, parseNewPassword } from "./password.ts";
import type { PeopleParts } from "./people-parts.ts";
import { hashSecret, isSecret, newSecret } from "./secret-token.ts";
import type { Session } from "./sessions.ts";

export interface SignUp {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  /** The first admin's token, or null. */
  readonly token: string | null;
  readonly locale: string | null;
  readonly address: string;
}

export type SignUpFault =
  | "bad_email"
  | NewPasswordFault
  | NameFault
  | "bad_admin_token"
  | "rate_limited"
  | "busy";
export type LinkFault = "link_spent" | "address_taken";
export type PasswordFault = NewPasswordFault | "wrong_password" | "rate_limited" | "busy";

export interface Accounts {
  /** Makes a person. The answer is the same whether or not the address has an account; its owner is told by mail. */
  signUp(wanted: SignUp): Promise<Result<{ readonly next: "sign_in" | "mail" }, SignUpFault>>;
  /** Takes a link that proves an address, of a new account or a new one of an account. */
  verify(token: string): Promise<Result<{ readonly email: string }, LinkFault>>;
  /** Sets a password by a link: proves the address, ends all sessions. */
  resetPassword(token: string, password: string): Promise<Result<null, LinkFault | PasswordFault>>;
  /** True when the password is theirs; a wrong one counts as a try. */
  checkPassword(session: Session, password: string, address: string): Promise<Result<null, PasswordFault>>;
  /** Sets a new password and ends all other sessions. */
  changePassword(session: Session, password: string): Promise<Result<null, PasswordFault>>;
  updateProfile(
    session: Session,
    change: { readonly name: string | null; readonly locale: string | null },
  ): Promise<Result<null, NameFault>>;
}

const LINK_SPENT = err("link_spent", "This link was used already or is too old: ask for a new one.");

export function createAccounts(parts: PeopleParts, links: MailLinks): Accounts {
  return {
    signUp: (wanted) => signUp(parts, links, wanted),
    async verify(token) {
      if (!isSecret(token)) return LINK_SPENT;
      try {
        const used = await parts.tokens.spendForAddress(hashSecret(token));
        if (used === null) return LINK_SPENT;
        parts.sessions.forget(used.userId);
        if (used.emailBefore !== null) links.send("email_changed", used.emailBefore, null, "/");
        return ok({ email: used.email });
      } catch (error) {
        if (databaseFault(error) !== "data") throw error;
        return err("address_taken", "This address belongs to another account by now.");
      }
    },
    resetPassword: (token, password) => resetPassword(parts, token, password),
    checkPassword: (session, password, address) => checkPassword(parts, session, password, address),
    async changePassword(session, password) {
      const fit = parseNewPassword(password, [session.email, session.name]);
      if (!fit.ok) return fit;
      const hash = await parts.hasher.hash(fit.value);
      if (!hash.ok) return hash;
      await setPasswordHash(parts.pool, session.userId, hash.value);
      await parts.sessions.endAll(session.userId, session.sessionId);
      links.send("password_changed", session.email, session.locale, "/reset");
      return ok(null);
    },
    async updateProfile({ userId }, { name, locale }) {
      const fit = name === null ? ok(null) : parseLabel(name, LIMITS.personNameCharsMax);
      if (!fit.ok) return fit;
      await updateProfile(parts.pool, userId, { name: fit.value, locale });
      parts.sessions.forget(userId);
      return ok(null);
    },
  };
}

async function signUp(parts: PeopleParts, links: MailLinks, wanted: SignUp): ReturnType<Accounts["signUp"]> {
  const fit = fitSignUp(wanted);
  if (!fit.ok) return fit;
  const taken = await parts.throttle.takeSignUp(wanted.address);
  if (!taken.ok) return taken;
  const adminToken = wanted.token === null ? null : hashSecret(wanted.token);
  if (adminToken !== null && !(await isAdminToken(parts.pool, adminToken))) {
    return err(
      "bad_admin_token",
      "This link for the first admin was used already; npm start prints a new one.",
    );
  }
  const hash = await parts.hasher.hash(wanted.password);
  if (!hash.ok) return hash;
  const { locale, address } = wanted;
  const token = newSecret();
  const row = { ...fit.value, locale, passwordHash: hash.value, adminToken, identity: null, address };
  const person = await insertSurely(parts.pool, { ...row, link: hashSecret(token) });
  if (person?.made && person.verified) return ok({ next: "sign_in" });
  if (person?.made) links.send("verify", row.email, locale, verifyPath(token));
  else if (person !== null) {
    links.send(person.verified ? "known_verified" : "known_unverified", row.email, locale, resetPath(token));
  }
  return ok({ next: "mail" });
}

/** What is wanted, as it will be kept. */
function fitSignUp(
  wanted: SignUp,
): Result<{ readonly email: string; readonly name: string }, "bad_email" | NameFault | NewPasswordFault> {
  const email = parseEmail(wanted.email);
  if (!email.ok) return email;
  const name = parseLabel(wanted.name, LIMITS.personNameCharsMax);
  if (!name.ok) return name;
  const password = parseNewPassword(wanted.password, [email.value, name.value]);
  return password.ok ? ok({ email: email.value, name: name.value }) : password;
}

/** Whoever loses a race for an address finds it known the next time. */
async function insertSurely(pool: Pool, row: NewPersonRow): Promise<NewPersonOutcome | null> {
  return (await insertPerson(pool, row)) ?? insertPerson(pool, row);
}

async function resetPassword(
  { tokens, hasher, sessions }: PeopleParts,
  token: string,
  password: string,
): ReturnType<Accounts["resetPassword"]> {
  const hash = hashSecret(token);
  // Asked first, so that nobody makes us hash passwords by sending made-up links.
  if (!isSecret(token) || !(await tokens.resetWorks(hash))) return LINK_SPENT;
  const fit = parseNewPassword(password, []);
  if (!fit.ok) return fit;
  const passwordHash = await hasher.hash(fit.value);
  if (!passwordHash.ok) return passwordHash;
  const used = await tokens.spendForPassword(hash, passwordHash.value);
  if (used === null) return LINK_SPENT;
  sessions.forget(used.userId);
  return ok(null);
}

async function checkPassword(
  { pool, hasher, throttle }: PeopleParts,
  { userId, email }: Session,
  password: string,
  address: string,
): Promise<Result<null, PasswordFault>> {
  const taken = await throttle.takePasswordTry(address, email);
  if (!taken.ok) return taken;
  const matches = await hasher.matches(password, await readPasswordHash(pool, userId));
  if (!matches.ok) return matches;
  if (!matches.value) return fault("wrong_password");
  await throttle.passwordWasRight(address, email);
  return ok(null);
}
