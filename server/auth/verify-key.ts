import { LIMITS } from "#city/limits.ts";
import type { FoundKey, KeyOwner, KeyStore } from "#server/db/key-store.ts";
import { parseKey } from "./key-format.ts";
import { hashKey } from "./key-secret.ts";

export interface KeyVerifier {
  /**
   * Whom an `Authorization` header speaks for, or null; `address` is written down as where the key was last used from.
   * Rejects when the database cannot say.
   */
  verify(authorization: string | undefined, address: string): Promise<KeyOwner | null>;
  /** Believes nothing any more that is known of this key, or of all keys of an agent. */
  forget(known: { readonly keyId: string } | { readonly agent: number }): void;
}

interface Known {
  readonly owner: Promise<KeyOwner | null>;
  untilMs: number;
  /** Null until the database has answered, and where it knew no such key. */
  found: KeyOwner | null;
}

export interface KeyVerifierOptions {
  readonly store: Pick<KeyStore, "find" | "touch">;
  /** A monotonic clock. */
  readonly nowMs: () => number;
  readonly onTouchError: (error: unknown) => void;
}

/** Checks keys against the database, asking about each at most once a second: so long does a revoked key live on at most. */
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
    const answer = store.find(hash);
    const entry: Known = { owner: answer.then(ownerOf), untilMs: now + LIMITS.keyCacheMs, found: null };
    known.set(name, entry);
    answer.then(
      (found) => {
        entry.found = ownerOf(found);
        // A key that expires before the second is over is not believed any longer than it lives.
        if (found?.leftMs != null) entry.untilMs = Math.min(entry.untilMs, now + found.leftMs);
      },
      // A failure is not an answer: the next caller asks again.
      () => known.delete(name),
    );
    return entry.owner;
  }

  function touch(keyId: string, address: string): void {
    const now = nowMs();
    const last = touchedMs.get(keyId);
    if (last !== undefined && now - last < LIMITS.keyTouchEveryMs) return;
    touchedMs.delete(keyId);
    makeRoom(touchedMs, LIMITS.keyCacheMax);
    touchedMs.set(keyId, now);
    store.touch(keyId, address).catch(onTouchError);
  }

  return {
    async verify(authorization, address) {
      const presented = /^Bearer ([\x21-\x7e]{1,100})$/i.exec(authorization ?? "")?.[1];
      const key = parseKey(presented ?? "");
      if (!key.ok) return null;
      const owner = await ask(key.value);
      if (owner !== null) touch(owner.keyId, address);
      return owner;
    },
    forget(gone) {
      for (const [name, { found }] of known) {
        // One still being asked about may have been read before the change.
        const fits = "keyId" in gone ? found?.keyId === gone.keyId : found?.agent === gone.agent;
        if (found === null || fits) known.delete(name);
      }
    },
  };
}

function ownerOf(found: FoundKey | null): KeyOwner | null {
  return found?.owner ?? null;
}

/** Drops the entries that were put in first until one more fits. */
function makeRoom<T>(entries: Map<string, T>, max: number): void {
  for (const name of entries.keys()) {
    if (entries.size < max) return;
    entries.delete(name);
  }
}
