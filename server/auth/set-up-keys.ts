import { createKeyStore } from "#server/db/key-store.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import type { Log } from "#server/telemetry/log.ts";
import { createKeyBook, type KeyBook } from "./key-book-store.ts";
import { createKeyWatch, type KeyWatch } from "./key-watch.ts";
import { createKeyVerifier, type KeyVerifier } from "./verify-key.ts";

export interface Keys {
  readonly keys: KeyVerifier;
  readonly keyWatch: KeyWatch;
  readonly keyBook: KeyBook;
}

/** All that a web process does with keys of agents. `nowMs` is a monotonic clock. */
export function setUpKeys(
  pool: Pool,
  bus: Pick<Bus, "publish" | "subscribe">,
  log: Log,
  nowMs: () => number,
): Keys {
  const store = createKeyStore(pool);
  const keys = createKeyVerifier({
    store,
    nowMs,
    onTouchError: (error) => log.warn({ err: error }, "a key's last use was not written down"),
  });
  const keyWatch = createKeyWatch({
    bus,
    store,
    verifier: keys,
    onError: (error) =>
      log.warn({ err: error }, "what became of keys could not be asked or told; trying again"),
  });
  return { keys, keyWatch, keyBook: createKeyBook(pool) };
}
