import { randomBytes } from "node:crypto";
import { createApi } from "./api/app.ts";
import { ADDRESS_POLICY, AGENT_POLICY } from "./api/authenticate.ts";
import { createCityCache } from "./api/city-cache.ts";
import { createInspector } from "./api/inspector.ts";
import { createObservationHub } from "./api/observation-hub.ts";
import { createFolderBlobs } from "./assets/folder-blobs.ts";
import { createKeyVerifier } from "./auth/verify-key.ts";
import { createAcceptQueue } from "./db/accept-queue.ts";
import { createAcceptBatch } from "./db/accept-store.ts";
import { createKeyStore } from "./db/key-store.ts";
import { createPool } from "./db/pool.ts";
import { createPrisma } from "./db/prisma.ts";
import { createResultStore } from "./db/result-store.ts";
import { createHttpServer, type HttpServer, type RequestHandler } from "./http-server.ts";
import type { Bus } from "./mqtt/bus.ts";
import { createMemoryBuckets } from "./rate-limit/memory-buckets.ts";
import type { Log } from "./telemetry/log.ts";

export interface WebOptions {
  readonly databaseUrl: string;
  readonly blobDir: string;
  readonly bus: Bus;
  readonly log: Log;
  /** Serves what is not API: the pages. */
  readonly pages: RequestHandler;
}

export interface Web {
  readonly http: HttpServer["server"];
  /** Finishes what is under way, within `graceMs`, and lets go of the database. */
  stop(graceMs: number): Promise<void>;
}

const READ_CONNECTIONS_MAX = 8;
/** One for each lane of the accept queue, and one that may still be dying. */
const ACCEPT_CONNECTIONS_MAX = 3;

/** Puts the web process together on one http server, which does not listen yet. */
export async function createWeb({ databaseUrl, blobDir, bus, log, pages }: WebOptions): Promise<Web> {
  const nowMs = () => performance.now();
  const newRequestId = requestIds();
  const onError = (error: unknown) =>
    log.warn({ err: error }, "the city could not be listened to; trying again");
  const pool = (name: string, connectionsMax: number) =>
    createPool({
      url: databaseUrl,
      connectionsMax,
      name,
      onError: (error) => log.warn({ reason: error.message }, "a connection to the database was lost"),
    });
  const reads = pool("borough-web", READ_CONNECTIONS_MAX);
  const accepts = pool("borough-accept", ACCEPT_CONNECTIONS_MAX);
  const database = createPrisma(databaseUrl);
  const city = createCityCache(bus, nowMs, onError);
  const observations = createObservationHub(bus, onError);
  const accept = createAcceptQueue({
    commit: createAcceptBatch(accepts),
    onFault: (error, row) => log.error({ err: error, agent: row?.agent }, "actions could not be committed"),
  });
  const api = createApi({
    log,
    bus,
    pool: reads,
    database,
    blobs: createFolderBlobs(blobDir),
    keys: createKeyVerifier({
      store: createKeyStore(reads),
      nowMs,
      onTouchError: (error) => log.warn({ err: error }, "a key's last use was not written down"),
    }),
    agentBuckets: createMemoryBuckets(AGENT_POLICY, nowMs),
    addressBuckets: createMemoryBuckets(ADDRESS_POLICY, nowMs),
    accept,
    results: createResultStore(reads),
    observations,
    city,
    inspect: createInspector({ bus, tick: city.tick, newRequestId, onError }),
    newRequestId,
  });
  await api.ready();
  const http = createHttpServer({ api: api.routing, pages, newRequestId });
  return {
    http: http.server,
    async stop(graceMs) {
      const closed = http.stop(graceMs);
      observations.close();
      await accept.close();
      await closed;
      await api.close();
      await Promise.all([reads.end(), accepts.end(), database.$disconnect()]);
    },
  };
}

/** Ids that no other process and no earlier run makes. */
function requestIds(): () => string {
  const run = randomBytes(6).toString("hex");
  let count = 0;
  return () => `req_${run}${(count++).toString(36).padStart(6, "0")}`;
}
