import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createPool, type Pool } from "#server/db/pool.ts";
import { startBroker } from "#server/mqtt/broker.ts";
import { KillableWorker, runScript } from "./killable-worker.ts";
import { type TestDatabase, testDatabase } from "./postgres.ts";
import { silentLog } from "./silent-log.ts";
import { waitFor } from "./wait-for.ts";

/** A hamlet on a real database and a real broker, for worker processes that die; a tick a second. */
export class FaultCity {
  readonly pool: Pool;
  readonly env: NodeJS.ProcessEnv;
  readonly blobDir: string;
  readonly #close: () => Promise<void>;
  readonly #workers: KillableWorker[] = [];

  constructor(pool: Pool, env: NodeJS.ProcessEnv, blobDir: string, close: () => Promise<void>) {
    this.pool = pool;
    this.env = env;
    this.blobDir = blobDir;
    this.#close = close;
  }

  /** `given` is a database of the caller's own, which may be put to death. */
  static async open(overrides: Record<string, string> = {}, given?: TestDatabase): Promise<FaultCity> {
    const database = given ?? (await testDatabase());
    const pool = createPool({ url: database.url, connectionsMax: 4, name: "fault test", onError: () => {} });
    const passwords = { worker: "worker-password-0", web: "web-password-00000" };
    const broker = await startBroker({ port: 0, passwords, log: silentLog });
    const dataDir = mkdtempSync(path.join(tmpdir(), "borough-fault-"));
    const blobDir = path.join(dataDir, "blobs");
    const env = {
      ...process.env,
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      BLOB_DIR: blobDir,
      MQTT_URL: `mqtt://127.0.0.1:${broker.port}`,
      MQTT_USERNAME: "worker",
      MQTT_PASSWORD: passwords.worker,
      CITY_SEED: "hamlet",
      CITY_BUILDINGS: "200",
      CITY_POPULATION: "400",
      TICK_SECONDS: "60",
      CLOCK_SPEED: "60",
      LOG_LEVEL: "info",
      NODE_COMPILE_CACHE: path.join(dataDir, "compiled"),
      ...overrides,
    };
    await runScript("worker/genesis-main.ts", env);
    return new FaultCity(pool, env, blobDir, async () => {
      await broker.close();
      await pool.end();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    });
  }

  /** A worker of this name, not started yet; it loads `preloads` before anything else. */
  worker(name: string, preloads: readonly string[] = []): KillableWorker {
    const worker = new KillableWorker({ ...this.env, WORKER_ID: name }, preloads);
    this.#workers.push(worker);
    return worker;
  }

  /** Another process of the city, ended with it. */
  process(
    env: NodeJS.ProcessEnv,
    program: readonly string[],
    preloads: readonly string[] = [],
  ): KillableWorker {
    const started = new KillableWorker(env, preloads, program);
    this.#workers.push(started);
    return started;
  }

  async rows<Row extends object>(text: string): Promise<Row[]> {
    return (await this.pool.query<Row>(text)).rows;
  }

  /** The tick that every district has reached. */
  async lowestTick(): Promise<number> {
    return (await this.rows<{ tick: number }>("SELECT min(tick) AS tick FROM district"))[0]?.tick ?? -1;
  }

  async untilTick(tick: number): Promise<void> {
    await this.until(`tick ${tick}`, async () => (await this.lowestTick()) >= tick);
  }

  /** Waits for a condition of the city; its failure shows what the workers said last. */
  async until(what: string, condition: () => Promise<boolean>, limitMs = 30_000): Promise<void> {
    const said = () => this.#workers.map((worker) => worker.output.slice(-3_000)).join("\n---\n");
    await waitFor(condition, { limitMs, everyMs: 20, what: () => `${what}\n${said()}` });
  }

  /** Ends every worker and takes everything away. */
  async close(): Promise<void> {
    for (const worker of this.#workers) await worker.end();
    await this.#close();
  }
}
