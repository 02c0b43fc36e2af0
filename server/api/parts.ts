import type { BlobStore } from "#server/assets/blob-store.ts";
import type { KeyVerifier } from "#server/auth/verify-key.ts";
import type { AcceptQueue } from "#server/db/accept-queue.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Database } from "#server/db/prisma.ts";
import type { ResultStore } from "#server/db/result-store.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import type { Buckets } from "#server/rate-limit/memory-buckets.ts";
import type { Log } from "#server/telemetry/log.ts";
import type { CityCache } from "./city-cache.ts";
import type { Inspect } from "./inspector.ts";
import type { ObservationHub } from "./observation-hub.ts";

/** What the API's routes work with. */
export interface ApiParts {
  readonly log: Log;
  readonly bus: Pick<Bus, "publish" | "status">;
  readonly pool: Pool;
  readonly database: Database;
  readonly blobs: Pick<BlobStore, "get">;
  readonly keys: KeyVerifier;
  /** By key owner, and by address for those without a key. */
  readonly agentBuckets: Buckets;
  readonly addressBuckets: Buckets;
  readonly accept: AcceptQueue;
  readonly results: ResultStore;
  readonly observations: ObservationHub;
  readonly city: CityCache;
  readonly inspect: Inspect;
  readonly newRequestId: () => string;
}
