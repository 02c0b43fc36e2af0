import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Pool } from "#server/db/pool.ts";
import { createWeb } from "#server/web.ts";
import { LoopbackBus } from "./loopback-bus.ts";
import { silentLog } from "./silent-log.ts";
import { testWorld } from "./test-world.ts";

export interface TestWeb {
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

/** The web process without pages, on a port of its own, with a database of its own. */
export async function startTestWeb(): Promise<TestWeb> {
  const world = await testWorld();
  const bus = new LoopbackBus();
  const blobDir = mkdtempSync(path.join(tmpdir(), "borough-blobs-"));
  const web = await createWeb({
    databaseUrl: world.url,
    blobDir,
    bus,
    log: silentLog,
    pages: (_request, response) => response.end("a page"),
  });
  web.http.listen(0, "127.0.0.1");
  await once(web.http, "listening");
  const { port } = web.http.address() as AddressInfo;
  let stopped: Promise<void> | null = null;
  const stopWeb = () => {
    stopped ??= web.stop(STOP_GRACE_MS);
    return stopped;
  };
  return {
    url: `http://127.0.0.1:${port}`,
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
      rmSync(blobDir, { recursive: true, force: true });
    },
  };
}
