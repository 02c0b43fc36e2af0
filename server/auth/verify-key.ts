import { LIMITS } from "#city/limits.ts";
import type { KeyOwner, KeyStore } from "#server/db/key-store.ts";
import { parseKey } from "./key-format.ts";
import { hashKey } from "./key-secret.ts";

export interface KeyVerifier {
  /** Whom an `Authorization` header speaks for, or null. Rejects when the database cannot say. */
  verify(authorization: string | undefined): Promise<KeyOwner | null>;
}

interface Known {
  readonly owner: Promise<KeyOwner | null>;
  readonly untilMs: number;
}

export interface KeyVerifierOptions {
  readonly store: KeyStore;
  /** A monotonic clock. */
  readonly nowMs: () => number;
  readonly onTouchError: (error: unknown) => void;
}

/** Checks keys against the database, asking about each at most once a second: so long does a revoked key live on. */
export function createKeyVerifier({ store, nowMs, onTouchError }: KeyVerifierOptions): KeyVerifier {
  const known = new Map<string, Known>();
  const touchedMs = new Map<string, number>();

  function ask(key: string): Promise<KeyOwner | null> {
    const hash = hashKey(key);
    const name = hash.toString("base64");
    const now = nowMs();
    const before = known.get(name);
    if (before !== undefined && before.untilMs > now) return before.owner;
    known.delete(name);
    makeRoom(known, LIMITS.keyCacheMax);
    const owner = store.find(hash);
    known.set(name, { owner, untilMs: now + LIMITS.keyCacheMs });
    // A failure is not an answer: the next caller asks again.
    owner.catch(() => known.delete(name));
    return owner;
  }

  function touch(keyId: string): void {
    const now = nowMs();
    const last = touchedMs.get(keyId);
    if (last !== undefined && now - last < LIMITS.keyTouchEveryMs) return;
    touchedMs.delete(keyId);
    makeRoom(touchedMs, LIMITS.keyCacheMax);
    touchedMs.set(keyId, now);
    store.touch(keyId).catch(onTouchError);
  }

  return {
    async verify(authorization) {
      const presented = /^Bearer ([\x21-\x7e]{1,100})$/i.exec(authorization ?? "")?.[1];
      const key = parseKey(presented ?? "");
      if (!key.ok) return null;
      const owner = await ask(key.value);
      if (owner !== null) touch(owner.keyId);
      return owner;
    },
  };
}

/** Drops the entries that were put in first until one more fits. */
function makeRoom<T>(entries: Map<string, T>, max: number): void {
  for (const name of entries.keys()) {
    if (entries.size < max) return;
    entries.delete(name);
  }
}
