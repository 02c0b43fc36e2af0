import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createFolderBlobs } from "#server/assets/folder-blobs.ts";
import { type AuthPages, createAuthPages } from "#server/auth/auth-pages.next.ts";
import { authProviders } from "#server/auth/auth-providers.next.ts";
import type { TrustedProxies } from "#server/auth/client-address.ts";
import type { People } from "#server/auth/people.ts";
import { sessionCookieReader } from "#server/auth/session-cookie.next.ts";
import type { Pool } from "#server/db/pool.ts";
import type { ProviderSettings } from "#server/env.ts";
import type { Log } from "#server/telemetry/log.ts";
import { createWeb, type WebOptions } from "#server/web.ts";
import { freePort } from "./free-port.ts";
import { LoopbackBus } from "./loopback-bus.ts";
import { serveRequests } from "./serve-requests.ts";
import { silentLog } from "./silent-log.ts";
import { testWorld } from "./test-world.ts";

export interface TestWeb {
  readonly people: People;
  readonly url: string;
  readonly databaseUrl: string;
  readonly port: number;
  readonly pool: Pool;
  readonly bus: LoopbackBus;
  readonly blobDir: string;
  /** Lets the web process go, and nothing else. */
  stopWeb(): Promise<void>;
  /** Takes the database away under it. */
  dropDatabase(): Promise<void>;
  stop(): Promise<void>;
}

/** Far more than an orderly stop takes, so that a test can tell one from being cut off. */
const STOP_GRACE_MS = 20_000;

export interface TestWebOptions {
  /** With it the inner workings show. */
  readonly debugRelay?: WebOptions["debugRelay"];
  readonly log?: Log;
  readonly providers?: ProviderSettings;
  readonly mail?: WebOptions["people"]["mail"];
  /** The first signs cookies. */
  readonly secrets?: readonly [string, ...string[]];
  readonly allowPrivateWebhooks?: boolean;
  /** Another web process of this one's city: same database, bus and files, which stay when it stops. */
  readonly beside?: TestWeb;
  readonly trustedProxies?: TrustedProxies;
}

export const TEST_SECRETS = ["a secret for tests, of more than 32 characters"] as const;
export const NO_PROVIDERS: ProviderSettings = { github: null, google: null, oidc: null };

interface Ground {
  readonly world: Awaited<ReturnType<typeof testWorld>>;
  readonly bus: LoopbackBus;
  readonly blobDir: string;
  remove(): void;
}

async function newGround(): Promise<Ground> {
  const blobDir = mkdtempSync(path.join(tmpdir(), "borough-blobs-"));
  const remove = () => rmSync(blobDir, { recursive: true, force: true });
  return { world: await testWorld(), bus: new LoopbackBus(), blobDir, remove };
}

function groundOf({ databaseUrl: url, pool, bus, blobDir }: TestWeb): Ground {
  return { world: { url, pool, drop: async () => {} }, bus, blobDir, remove: () => {} };
}

/**
 * The web process with signing in and no other pages, on a port of its own, with a database of its own.
 */
export async function startTestWeb(options: TestWebOptions = {}): Promise<TestWeb> {
  const {
    debugRelay,
    log = silentLog,
    providers = NO_PROVIDERS,
    mail = null,
    secrets = TEST_SECRETS,
  } = options;
  const { allowPrivateWebhooks = false, trustedProxies = [], beside } = options;
  const { world, bus, blobDir, remove } = beside === undefined ? await newGround() : groundOf(beside);
  const port = await freePort();
  const siteUrl = `http://127.0.0.1:${port}`;
  const slot: { authPages: AuthPages | null } = { authPages: null };
  const web = await createWeb({
    databaseUrl: world.url,
    blobs: createFolderBlobs(blobDir),
    bus,
    log,
    people: { siteUrl, secrets, readCookie: sessionCookieReader(secrets, siteUrl), mail, providers },
    webhooks: { allowPrivate: allowPrivateWebhooks },
    trustedProxies,
    pages: serveRequests(siteUrl, async (request) => {
      if (slot.authPages === null || !new URL(request.url).pathname.startsWith("/api/auth/")) return null;
      // next-auth knows its own address from the environment alone, anew with each request.
      process.env.NEXTAUTH_URL = siteUrl;
      return slot.authPages(request);
    }),
    debugRelay,
  });
  slot.authPages = createAuthPages({
    people: web.people,
    secrets,
    providers: authProviders(providers),
    log,
  });
  web.http.listen(port, "127.0.0.1");
  await once(web.http, "listening");
  let stopped: Promise<void> | null = null;
  const stopWeb = () => {
    stopped ??= web.stop(STOP_GRACE_MS);
    return stopped;
  };
  return {
    people: web.people,
    url: siteUrl,
    databaseUrl: world.url,
    port,
    pool: world.pool,
    bus,
    blobDir,
    stopWeb,
    dropDatabase: () => world.drop(),
    stop: async () => {
      await stopWeb();
      await world.drop();
      remove();
    },
  };
}
