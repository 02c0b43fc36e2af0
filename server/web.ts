import { randomBytes } from "node:crypto";
import { MAIN_WORLD } from "#city/ids.ts";
import { createHomeBook } from "./agents/home-book.ts";
import { createApi } from "./api/app.ts";
import { ADDRESS_POLICY, AGENT_POLICY } from "./api/authenticate.ts";
import { createCityCache } from "./api/city-cache.ts";
import { createDebugDesk } from "./api/debug-desk.ts";
import { createInspector } from "./api/inspector.ts";
import { createObservationHub } from "./api/observation-hub.ts";
import type { BlobStore } from "./assets/blob-store.ts";
import type { TrustedProxies } from "./auth/client-address.ts";
import type { People } from "./auth/people.ts";
import { setUpKeys } from "./auth/set-up-keys.ts";
import { type PeopleSettings, setUpPeople } from "./auth/set-up-people.ts";
import { createAcceptQueue } from "./db/accept-queue.ts";
import { createAcceptBatch } from "./db/accept-store.ts";
import { readDistrictTruths } from "./db/debug-store.ts";
import { createPool } from "./db/pool.ts";
import { createPrisma } from "./db/prisma.ts";
import { createResultStore } from "./db/result-store.ts";
import { createHttpServer, type HttpServer, type RequestHandler } from "./http-server.ts";
import type { Bus } from "./mqtt/bus.ts";
import { createMemoryBuckets } from "./rate-limit/memory-buckets.ts";
import type { RelayStats } from "./realtime/relay.ts";
import type { Log } from "./telemetry/log.ts";
import type { AddressRules } from "./webhooks/address.ts";
import { setUpWebhooks } from "./webhooks/set-up-webhooks.ts";

export interface WebOptions {
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  readonly bus: Bus;
  readonly log: Log;
  readonly people: PeopleSettings;
  readonly webhooks: AddressRules;
  readonly trustedProxies: TrustedProxies;
  /** Serves what is not API: the pages. */
  readonly pages: RequestHandler;
  /** Lets /api/v1/debug show the inner workings, among them what the relay has counted. */
  readonly debugRelay?: (() => RelayStats) | undefined;
}

export interface Web {
  readonly people: People;
  readonly http: HttpServer["server"];
  /** Finishes what is under way, within `graceMs`, and lets go of the database. */
  stop(graceMs: number): Promise<void>;
}

const READ_CONNECTIONS_MAX = 8;
/** One for each lane of the accept queue, and one that may still be dying. */
const ACCEPT_CONNECTIONS_MAX = 3;

/** Puts the web process together on one http server, which does not listen yet. */
export async function createWeb(options: WebOptions): Promise<Web> {
  const { databaseUrl, blobs, bus, log, pages, trustedProxies, debugRelay } = options;
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
  const people = await setUpPeople(reads, log, options.people);
  const city = createCityCache(bus, nowMs, onError);
  const observations = createObservationHub(bus, onError);
  const accept = createAcceptQueue({
    commit: createAcceptBatch(accepts),
    onFault: (error, row) => log.error({ err: error, agent: row?.agent }, "actions could not be committed"),
  });
  const keys = setUpKeys(reads, bus, log, nowMs);
  const webhooks = setUpWebhooks(reads, people, log, options.webhooks);
  const api = createApi({
    log,
    bus,
    pool: reads,
    database,
    people,
    blobs,
    homes: createHomeBook(reads, blobs),
    webhooks,
    webhookRules: options.webhooks,
    ...keys,
    agentBuckets: createMemoryBuckets(AGENT_POLICY, nowMs),
    addressBuckets: createMemoryBuckets(ADDRESS_POLICY, nowMs),
    accept,
    results: createResultStore(reads),
    observations,
    city,
    inspect: createInspector({ bus, tick: city.tick, newRequestId, onError }),
    debug:
      debugRelay === undefined
        ? null
        : createDebugDesk({
            bus,
            city,
            readTruths: () => readDistrictTruths(reads, MAIN_WORLD),
            relay: debugRelay,
            nowMs,
            onError,
          }),
    newRequestId,
    nowMs,
    wallMs: () => Date.now(),
  });
  await api.ready();
  const http = createHttpServer({ api: api.routing, pages, trustedProxies, newRequestId });
  return {
    people,
    http: http.server,
    async stop(graceMs) {
      const closed = http.stop(graceMs);
      observations.close();
      keys.keyWatch.close();
      await accept.close();
      await closed;
      await api.close();
      await webhooks.close();
      await people.close();
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
