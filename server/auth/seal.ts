import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { fault } from "#city/protocol/field-faults.ts";
import { ok, type Result } from "#city/result.ts";

/** Keeps secrets that must be read again: encrypted at rest, bound to what they belong to. */
export interface Sealer {
  /** Seals a text. `belongsTo` names its place, such as `totp:usr_…`: sealed bytes put elsewhere do not open. */
  seal(text: string, belongsTo: string): Uint8Array<ArrayBuffer>;
  /** Opens what was sealed for the same place with the current secret or the one before it. */
  open(sealed: Uint8Array, belongsTo: string): Result<string, "bad_seal">;
}

interface SealKey {
  readonly id: Buffer;
  readonly key: Buffer;
}

const ALGORITHM = "aes-256-gcm";
const VERSION = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;

/** A sealer whose keys derive from the session secret; the first seals, all of them open. */
export function createSealer(secrets: readonly [string, ...string[]]): Sealer {
  const [first, ...others] = secrets;
  const current = deriveKey(first);
  const keys = [current, ...others.map(deriveKey)];
  return {
    seal(text, belongsTo) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, current.key, nonce).setAAD(Buffer.from(belongsTo));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return new Uint8Array(
        Buffer.concat([Buffer.of(VERSION), current.id, nonce, body, cipher.getAuthTag()]),
      );
    },
    open(sealed, belongsTo) {
      const bytes = Buffer.from(sealed);
      const key = keys.find(({ id }) => id.equals(bytes.subarray(1, 1 + KEY_ID_BYTES)));
      if (bytes[0] !== VERSION || key === undefined || bytes.length < HEAD_BYTES + TAG_BYTES) return BAD_SEAL;
      const nonce = bytes.subarray(1 + KEY_ID_BYTES, HEAD_BYTES);
      const decipher = createDecipheriv(ALGORITHM, key.key, nonce)
        .setAAD(Buffer.from(belongsTo))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text = [decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES)), decipher.final()];
        return ok(Buffer.concat(text).toString("utf8"));
      } catch {
        return BAD_SEAL;
      }
    },
  };
}

const BAD_SEAL = fault("bad_seal");

function deriveKey(secret: string): SealKey {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "borough seal 1", 32));
  return { key, id: createHash("sha256").update(key).digest().subarray(0, KEY_ID_BYTES) };
}
