/** Files by key: the city plan, recordings. Keys are slash-separated words of letters, digits, dots, dashes and underscores. */
export interface BlobStore {
  /** Stores all bytes or nothing; replaces what was there. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or null when there is no such blob. */
  get(key: string): Promise<Uint8Array | null>;
  has(key: string): Promise<boolean>;
  /** Keys that begin with `prefix`, ascending. */
  list(prefix: string): Promise<string[]>;
  /** Removes the blob if it is there. */
  remove(key: string): Promise<void>;
}

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** Throws RangeError for a key that could leave the store. */
export function checkKey(key: string): void {
  if (!KEY.test(key)) throw new RangeError(`"${key.slice(0, 80)}" is no blob key`);
}
