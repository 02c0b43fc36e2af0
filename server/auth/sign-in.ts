import { LIMITS } from "#city/limits.ts";
import { err, ok, type Result } from "#city/result.ts";
import { findByEmail, type SignInRow } from "#server/db/person-store.ts";
import { parseEmail } from "./email.ts";
import type { MailLinks } from "./mail-links.ts";
import type { PeopleParts } from "./people-parts.ts";
import type { Client } from "./sessions.ts";

/** Why somebody is not let in: what stands as `error` in the address of the sign-in page. */
export const SIGN_IN_FAULTS = [
  /** Wrong password, no such account, or an address that was never confirmed: which one is not told. */
  "bad_credentials",
  "rate_limited",
  "account_frozen",
  "busy",
  /** The provider does not vouch for the address, or we never had it confirmed: sign in with a password first. */
  "email_unverified",
  /** That identity belongs to another account. */
  "identity_taken",
  /** Joining an identity to one's account asks for the password first. */
  "proof_required",
] as const;
export type SignInFault = (typeof SIGN_IN_FAULTS)[number];

export interface SignIn {
  readonly userId: number;
  /** Secret of the new session. */
  readonly secret: string;
}

/** Why a password does not sign in. */
export type CredentialsFault = Extract<
  SignInFault,
  "bad_credentials" | "rate_limited" | "account_frozen" | "busy"
>;

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly client: Client;
}

type SignInParts = Pick<PeopleParts, "pool" | "sessions" | "hasher" | "throttle">;

const BAD_CREDENTIALS = err("bad_credentials", "E-mail address or password is wrong.");

/** Signs a person in by password. A session whose person has a second factor counts only once that was given, too. */
export async function signInByPassword(
  parts: SignInParts,
  links: MailLinks,
  credentials: Credentials,
): Promise<Result<SignIn, CredentialsFault>> {
  const person = await checkCredentials(parts, links, credentials);
  if (!person.ok) return person;
  const { id: userId } = person.value;
  return ok({ userId, secret: await parts.sessions.begin(userId, credentials.client) });
}

/** The person whose password this is. Unknown and wrong look alike, in what is said and in how long it takes. */
export async function checkCredentials(
  parts: SignInParts,
  links: MailLinks,
  { email: text, password, client }: Credentials,
): Promise<Result<SignInRow, CredentialsFault> & { readonly retryAfterS?: number }> {
  const email = parseEmail(text);
  if (!email.ok || [...password].length > LIMITS.passwordCharsMax) return BAD_CREDENTIALS;
  const taken = await parts.throttle.takePasswordTry(client.address, email.value);
  if (!taken.ok) return taken;
  const person = await findByEmail(parts.pool, email.value);
  const matches = await parts.hasher.matches(password, person?.password_hash ?? null);
  if (!matches.ok) return matches;
  if (!matches.value || person === null) return BAD_CREDENTIALS;
  await parts.throttle.passwordWasRight(client.address, email.value);
  if (!person.verified) {
    links.sendVerify(email.value, null);
    return BAD_CREDENTIALS;
  }
  return person.frozen ? err("account_frozen", "This account is frozen.") : ok(person);
}
