import { LIMITS } from "#city/limits.ts";
import { err, ok, type Result } from "#city/result.ts";
import { findByEmail } from "#server/db/person-store.ts";
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

const BAD_CREDENTIALS = err<SignInFault>("bad_credentials", "E-mail address or password is wrong.");

/**
 * Signs a person in by password. Unknown and wrong look alike, in what is said and in how long it takes. A session whose
 * person has a second factor counts only once that was given, too.
 */
export async function signInByPassword(
  parts: Pick<PeopleParts, "pool" | "sessions" | "hasher" | "throttle">,
  links: MailLinks,
  {
    email: text,
    password,
    client,
  }: { readonly email: string; readonly password: string; readonly client: Client },
): Promise<Result<SignIn, SignInFault>> {
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
  if (person.frozen) return err("account_frozen", "This account is frozen.");
  return ok({ userId: person.id, secret: await parts.sessions.begin(person.id, client) });
}
