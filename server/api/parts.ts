import type { HomeBook } from "#server/agents/home-book.ts";
import type { BlobStore } from "#server/assets/blob-store.ts";
import type { KeyBook } from "#server/auth/key-book-store.ts";
import type { KeyWatch } from "#server/auth/key-watch.ts";
import type { People } from "#server/auth/people.ts";
import type { KeyVerifier } from "#server/auth/verify-key.ts";
import type { AcceptQueue } from "#server/db/accept-queue.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Database } from "#server/db/prisma.ts";
import type { ResultStore } from "#server/db/result-store.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import type { Buckets } from "#server/rate-limit/memory-buckets.ts";
import type { Log } from "#server/telemetry/log.ts";
import type { AddressRules } from "#server/webhooks/address.ts";
import type { Deliverer } from "#server/webhooks/deliverer.ts";
import type { CityCache } from "./city-cache.ts";
import type { DebugDesk } from "./debug-desk.ts";
import type { Inspect } from "./inspector.ts";
import type { ObservationHub } from "./observation-hub.ts";

/** What the API's routes work with. */
export interface ApiParts {
  readonly log: Log;
  readonly bus: Pick<Bus, "publish" | "status">;
  readonly pool: Pool;
  readonly database: Database;
  readonly blobs: Pick<BlobStore, "get" | "put" | "has" | "remove">;
  readonly keys: KeyVerifier;
  readonly keyWatch: KeyWatch;
  readonly keyBook: KeyBook;
  readonly people: People;
  /** By key owner, and by address for those without a key. */
  readonly agentBuckets: Buckets;
  readonly addressBuckets: Buckets;
  readonly accept: AcceptQueue;
  readonly results: ResultStore;
  readonly observations: ObservationHub;
  readonly city: CityCache;
  readonly inspect: Inspect;
  /** Null unless the inner workings are open to look at. */
  readonly debug: DebugDesk | null;
  readonly homes: HomeBook;
  readonly webhooks: Pick<Deliverer, "wake">;
  readonly webhookRules: AddressRules;
  readonly newRequestId: () => string;
  /** A monotonic clock. */
  readonly nowMs: () => number;
  readonly wallMs: () => number;
}
