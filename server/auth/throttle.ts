import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { LIMITS } from "#city/limits.ts";
import { err, ok, type Result } from "#city/result.ts";
import type { Pool } from "#server/db/pool.ts";
import { networkOf } from "./network.ts";

/** Keeps guessing hopeless and mailboxes quiet. All counts are in the database, so every web process sees them. */
export interface Throttle {
  /**
   * Takes a try at an account's password from an address before it is looked at. Only the pair can be locked: whatever
   * others do, an address that has not failed has a try at its own account.
   */
  takePasswordTry(address: string, account: string): Promise<Taken>;
  /** The password was right: the try counts no more. */
  passwordWasRight(address: string, account: string): Promise<void>;
  /** Takes a try at the second factor of a person who has given the password from this address. */
  takeCodeTry(address: string, account: string): Promise<Taken>;
  codeWasRight(address: string, account: string): Promise<void>;
  takeSignUp(address: string): Promise<Taken>;
  /** Takes a mail that this address asked for. */
  takeMailRequest(address: string): Promise<Taken>;
  /** True when one more mail may go to the recipient; whoever asked for it is not told. */
  takeMail(recipient: string): Promise<boolean>;
}

/** Refused as `rate_limited`; the message says for how long, in seconds. */
export type Taken = Result<null, "rate_limited"> & { readonly retryAfterS?: number };

const TABLE = "attempt";

/** Counters in the table `attempt`. Every method rejects when the database cannot answer. */
export function createThrottle(pool: Pool): Throttle {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      tableName: TABLE,
      tableCreated: true,
      keyPrefix,
      points,
      duration,
      // Once too many, no further query until the time is over: an attack costs the database nothing.
      inMemoryBlockOnConsumed: points + 1,
    });
  const pairs = limiter("pair", LIMITS.wrongPasswordsPerPairMax, LIMITS.wrongPasswordsPairSeconds);
  const attacked = limiter(
    "attacked",
    LIMITS.wrongPasswordsPerPairAttackedMax,
    LIMITS.wrongPasswordsPairSeconds,
  );
  const accounts = limiter(
    "account",
    LIMITS.wrongPasswordsPerAccountMax,
    LIMITS.wrongPasswordsAccountSeconds,
  );
  const addresses = limiter(
    "address",
    LIMITS.wrongPasswordsPerAddressMax,
    LIMITS.wrongPasswordsAddressSeconds,
  );
  const codes = limiter("code", LIMITS.wrongCodesMax, LIMITS.wrongCodesSeconds);
  // Only who knows the password gets here, so nobody else can use this one up.
  const allCodes = limiter("codes", LIMITS.wrongCodesPerAccountMax, LIMITS.wrongCodesAccountSeconds);
  const signUps = limiter("sign-up", LIMITS.signUpsPerAddressMax, LIMITS.mailLimitSeconds);
  const mailRequests = limiter("mail-from", LIMITS.mailsPerAddressMax, LIMITS.mailLimitSeconds);
  const mails = limiter("mail-to", LIMITS.mailsPerRecipientMax, LIMITS.mailLimitSeconds);

  return {
    async takePasswordTry(address, account) {
      const pair = from(address, account);
      const own = await take(pairs, pair);
      if (!own.ok) return own;
      const all = await take(addresses, from(address));
      if (!all.ok) return all;
      const underAttack = !(await take(accounts, keyOf(account))).ok;
      return underAttack ? take(attacked, pair) : own;
    },
    async passwordWasRight(address, account) {
      const pair = from(address, account);
      await Promise.all([
        pairs.delete(pair),
        attacked.delete(pair),
        addresses.reward(from(address), 1),
        accounts.reward(keyOf(account), 1),
      ]);
    },
    async takeCodeTry(address, account) {
      const own = await take(codes, from(address, account));
      return own.ok ? take(allCodes, keyOf(account)) : own;
    },
    async codeWasRight(address, account) {
      await Promise.all([codes.delete(from(address, account)), allCodes.reward(keyOf(account), 1)]);
    },
    takeSignUp: (address) => take(signUps, from(address)),
    takeMailRequest: (address) => take(mailRequests, from(address)),
    takeMail: async (recipient) => (await take(mails, keyOf(recipient))).ok,
  };
}

async function take(limiter: RateLimiterPostgres, key: string): Promise<Taken> {
  try {
    await limiter.consume(key, 1);
    return ok(null);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retryAfterS = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    return { ...err("rate_limited", `Too many tries: wait ${retryAfterS} s.`), retryAfterS };
  }
}

/** The key of whoever is behind an address, and of such a one at an account. */
function from(address: string, ...account: readonly string[]): string {
  return keyOf(networkOf(address), ...account);
}

/** Neither addresses nor e-mail addresses stand in the table. */
function keyOf(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 32);
}
