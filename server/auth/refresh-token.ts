import { randomBytes } from "node:crypto";
import { assertExists } from "#city/assert.ts";
import { base62Of, readChecked, withChecksum } from "./checked-secret.ts";
import { hashSecret } from "./secret-token.ts";

/** Starts every refresh token: no key begins so, and scanners for leaked secrets recognise it. */
export const REFRESH_PREFIX = "rt_live_";

/** Each half has 178 random bits. */
const HALF_CHARS = 30;
/** So many hold 30 fair ones but for a chance that never comes. */
const RANDOM_BYTES = 96;

/**
 * What keeps a program signed in: a first half that all tokens of the session share, and a second one of its own. So one
 * row knows the newest token, and that any other with the same first half was used before.
 */
export interface RefreshToken {
  /** The whole, as the program keeps it. */
  readonly text: string;
  /** The half that stays: the secret of the session, of which the hash names the row. */
  readonly family: string;
  /** What is kept of the whole. */
  readonly hash: Buffer;
}

/** A new token, of a new session or in the place of one of `family`. */
export function newRefreshToken(family = newHalf()): RefreshToken {
  const text = withChecksum(REFRESH_PREFIX, family + newHalf());
  return { text, family, hash: hashSecret(text) };
}

/** Null for what cannot be one, without asking anybody. */
export function parseRefreshToken(text: string): RefreshToken | null {
  const read = readChecked(REFRESH_PREFIX, 2 * HALF_CHARS, text);
  if (typeof read === "string") return null;
  return { text, family: read.secret.slice(0, HALF_CHARS), hash: hashSecret(text) };
}

function newHalf(): string {
  return assertExists(base62Of(randomBytes(RANDOM_BYTES), HALF_CHARS), "96 random bytes hold 30 fair ones");
}
