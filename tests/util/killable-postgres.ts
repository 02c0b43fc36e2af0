import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { migrate } from "#server/db/migrate.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres.mjs";

/** A database server of a test's own, which dies with all its processes at once and is started again on its data. */
export class KillablePostgres {
  readonly url: string;
  readonly port: number;
  readonly dir: string;
  #server: EmbeddedPostgres;

  constructor(dir: string, server: EmbeddedPostgres) {
    this.dir = dir;
    this.#server = server;
    this.url = server.url;
    this.port = server.port;
  }

  /** Starts one on new data in `home`, with all migrations applied. */
  static async open(home: string = tmpdir()): Promise<KillablePostgres> {
    const dir = mkdtempSync(path.join(home, "borough-postgres-"));
    const server = await startEmbeddedPostgres({ dir, log: () => {} });
    await migrate({ url: server.url, log: () => {} });
    return new KillablePostgres(dir, server);
  }

  /** Kills the server and everything it started, as a power cut would. */
  async kill(): Promise<void> {
    // The server first, so that it starts no more.
    for (const pid of [this.#server.pid, ...childrenOf(this.#server.pid)]) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // Gone by itself meanwhile.
      }
    }
    await this.#server.exited;
  }

  get isUp(): Promise<boolean> {
    return Promise.race([this.#server.exited.then(() => false), delay(0, true)]);
  }

  /** Starts it again. Rejects when its port was taken meanwhile. */
  async restart(): Promise<void> {
    this.#server = await startEmbeddedPostgres({ dir: this.dir, log: () => {} });
    if (this.#server.port !== this.port) throw new Error("the database's port was taken while it was down");
  }

  /** Stops it and removes its data. */
  async drop(): Promise<void> {
    await this.#server.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    return Number.isInteger(pid) && parentOf(pid) === parent ? [pid] : [];
  });
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return -1;
  }
}
