import { randomInt } from "node:crypto";
import { formatId, parseId } from "#city/ids.ts";
import type { KeyScope } from "#city/protocol/scopes.ts";
import { err, ok, type Result } from "#city/result.ts";
import type { KeyBook, KeyHolder, KeyToAdd, KeyView } from "./key-book-store.ts";
import { KEY_PREFIX, parseKey } from "./key-format.ts";
import type { NewKeyRequest } from "./key-request.ts";
import { hashKey, newKey } from "./key-secret.ts";

/** A key that was just made: the only time that it is shown. */
export type IssuedKey = KeyView & { readonly key: string };

export type KeyFault = "not_found" | "quota_reached" | "conflict";

/** Characters of the secret that lists show: of 178 random bits, 24. */
const PREFIX_CHARS = KEY_PREFIX.length + 4;
const KEY_INDEX_LIMIT = 2_176_782_336;

/** Makes the secret of a key and what is kept of it. */
export function mintKey(
  world: number,
  wanted: {
    readonly name: string;
    readonly scopes: readonly KeyScope[];
    readonly expiresInDays: number | null;
  },
): { readonly secret: string; readonly kept: KeyToAdd } {
  const secret = newKey();
  const kept = {
    id: formatId("key", world, randomInt(KEY_INDEX_LIMIT)),
    hash: hashKey(secret),
    prefix: secret.slice(0, PREFIX_CHARS),
    ...wanted,
  };
  return { secret, kept };
}

/** Makes a key for an agent that may have `keysMax` usable ones. Rejects when the database does. */
export async function issueKey(
  book: KeyBook,
  holder: KeyHolder,
  wanted: NewKeyRequest,
  keysMax: number,
): Promise<Result<IssuedKey, KeyFault>> {
  const { name, scopes, expires_in_days: expiresInDays } = wanted;
  const { secret, kept } = mintKey(holder.world, { name, scopes, expiresInDays });
  const view = await book.add(holder, kept, keysMax);
  return view === null
    ? err(
        "quota_reached",
        `An agent of this plan has at most ${keysMax} keys: revoke one that is not used any more.`,
      )
    : ok({ ...view, key: secret });
}

/** Puts a new key of the same name and scopes in the place of one, which works on for `overlapMinutes`. */
export async function rotateKey(
  book: KeyBook,
  holder: KeyHolder,
  keyId: string,
  overlapMinutes: number,
): Promise<Result<IssuedKey, KeyFault>> {
  const old = await findKey(book, holder, keyId);
  if (old === null) return noSuchKey();
  if (old.status !== "active") return usedUp(old);
  const { secret, kept } = mintKey(holder.world, {
    name: old.name,
    scopes: old.scopes,
    expiresInDays: lifetimeDays(old),
  });
  const view = await book.rotate(holder, keyId, kept, overlapMinutes);
  return view === null ? usedUp((await findKey(book, holder, keyId)) ?? old) : ok({ ...view, key: secret });
}

/** Ends a key; one that was revoked before stays so. */
export async function revokeKey(
  book: KeyBook,
  holder: KeyHolder,
  keyId: string,
): Promise<Result<KeyView, KeyFault>> {
  const view = isKeyId(keyId) ? await book.revoke(holder, keyId) : null;
  return view === null ? noSuchKey() : ok(view);
}

/** The hash of what somebody reports as a leaked key; null when it cannot be one. */
export function hashOfReport(text: string): Uint8Array | null {
  const key = parseKey(text.trim());
  return key.ok ? hashKey(key.value) : null;
}

async function findKey(book: KeyBook, holder: KeyHolder, keyId: string): Promise<KeyView | null> {
  return isKeyId(keyId) ? book.one(holder, keyId) : null;
}

function isKeyId(text: string): boolean {
  return parseId("key", text).ok;
}

/** A new key lives as long as the old one was meant to. */
function lifetimeDays({ created_at, expires_at }: KeyView): number | null {
  if (expires_at === null) return null;
  return Math.max(1, Math.round((Date.parse(expires_at) - Date.parse(created_at)) / 86_400_000));
}

function noSuchKey(): Result<never, "not_found"> {
  return err("not_found", "The agent has no key of this id.");
}

function usedUp({ status, replaced_by: next }: KeyView): Result<never, "conflict"> {
  return err(
    "conflict",
    status === "replaced"
      ? `This key has been replaced already, by ${next}; rotate that one.`
      : `This key is ${status}: make a new one.`,
  );
}
