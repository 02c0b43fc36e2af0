import { assertExists } from "#city/assert.ts";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { err, ok, type Result } from "#city/result.ts";
import { findIdentity, linkIdentity } from "#server/db/identity-store.ts";
import { findByEmail, insertPerson } from "#server/db/person-store.ts";
import { parseLabel } from "./agent-name.ts";
import { parseEmail } from "./email.ts";
import type { PeopleParts } from "./people-parts.ts";
import { hashSecret, newSecret } from "./secret-token.ts";
import type { Client, Session } from "./sessions.ts";
import type { SignIn, SignInFault } from "./sign-in.ts";

/** Who somebody is at a provider, and what the provider says of them. */
export interface Identity {
  readonly provider: string;
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  /** The provider vouches for the address. */
  readonly emailVerified: boolean;
}

export interface IdentityEntry {
  readonly identity: Identity;
  readonly client: Client;
  /** Who the browser is signed in as already; null when nobody. */
  readonly current: Session | null;
}

type IdentityParts = Pick<PeopleParts, "pool" | "sessions">;

const UNVERIFIED = err<SignInFault>("email_unverified", "The provider does not vouch for this address.");
const TAKEN = err<SignInFault>("identity_taken", "This identity belongs to another account.");

/**
 * Signs somebody in whom a provider knows. An identity is joined to an account only by whoever is signed in there and has
 * just proved it, or when provider and we have both had the address confirmed.
 */
export async function signInByIdentity(
  parts: IdentityParts,
  { identity, client, current }: IdentityEntry,
): Promise<Result<SignIn, SignInFault>> {
  const owner = await findIdentity(parts.pool, identity.provider, identity.subject);
  if (owner !== null) {
    if (current !== null && current.userId !== owner.userId) return TAKEN;
    return owner.frozen
      ? err("account_frozen", "This account is frozen.")
      : begin(parts, owner.userId, client);
  }
  if (current === null) return enterAnew(parts, identity, client);
  if (!current.proven) return err("proof_required", "Give your password once more, then try again.");
  return link(parts, identity, current.userId, client);
}

async function enterAnew(
  parts: IdentityParts,
  identity: Identity,
  client: Client,
): Promise<Result<SignIn, SignInFault>> {
  const email = parseEmail(identity.email ?? "");
  if (!email.ok || !identity.emailVerified) return UNVERIFIED;
  const person = await findByEmail(parts.pool, email.value);
  if (person === null) return makePerson(parts, identity, email.value, client);
  if (!person.verified) return UNVERIFIED;
  if (person.frozen) return err("account_frozen", "This account is frozen.");
  return link(parts, identity, person.id, client);
}

async function makePerson(
  parts: IdentityParts,
  identity: Identity,
  email: string,
  client: Client,
): Promise<Result<SignIn, SignInFault>> {
  const made = await insertPerson(parts.pool, {
    email,
    name: nameFor(identity, email),
    locale: null,
    passwordHash: null,
    adminToken: null,
    identity,
    link: hashSecret(newSecret()),
    address: client.address,
  });
  // Somebody took the address in the same moment: to sign in once more does it.
  return made?.made ? begin(parts, made.userId, client) : UNVERIFIED;
}

/** The name at the provider as far as it is one here. */
function nameFor({ name }: Identity, email: string): string {
  const own = parseLabel(name ?? "", LIMITS.personNameCharsMax);
  if (own.ok) return own.value;
  const local = parseLabel(email.split("@", 1)[0] ?? "", LIMITS.personNameCharsMax);
  return local.ok ? local.value : "New owner";
}

async function link(
  parts: IdentityParts,
  { provider, subject }: Identity,
  userId: number,
  client: Client,
): Promise<Result<SignIn, SignInFault>> {
  const publicId = formatId("usr", MAIN_WORLD, userId);
  const row = { provider, subject, userId, publicId, address: client.address };
  if (await linkIdentity(parts.pool, row)) return begin(parts, userId, client);
  const owner = assertExists(await findIdentity(parts.pool, provider, subject), "somebody was quicker");
  return owner.userId === userId ? begin(parts, userId, client) : TAKEN;
}

async function begin(
  { sessions }: IdentityParts,
  userId: number,
  client: Client,
): Promise<Result<SignIn, SignInFault>> {
  return ok({ userId, secret: await sessions.begin(userId, client) });
}
