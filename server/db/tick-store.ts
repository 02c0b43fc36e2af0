import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { type DistrictMark, settleCommit } from "./commit-outcome.ts";
import { openDistrictConnection } from "./pool.ts";
import { TICK_STATEMENT, TICK_STATEMENT_NAME, type TickCommit, tickParameters } from "./tick-statement.ts";

const RECONNECT_MIN_MS = 50;
const RECONNECT_MAX_MS = 2_000;
/** Resends of one tick before it counts as a fault: each needs the connection to die in the commit once more. */
const RESENDS_MAX = 20;

/** Thrown by whatever waits for the database when the store is closed. */
export class StoreClosed extends Error {
  override name = "StoreClosed";
}

/** The one connection of a district: reads its inputs and commits its ticks. Calls must not overlap. */
export class TickStore {
  readonly #url: string;
  readonly #name: string;
  readonly #closing = new AbortController();
  #client: pg.Client | null = null;

  constructor(url: string, name: string) {
    this.#url = url;
    this.#name = name;
  }

  /** Runs one prepared statement, connecting first where needed. Rejects as `pg` does; a dead connection is dropped. */
  async query<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const client = await this.#connection();
    try {
      return (await client.query<Row>({ name, text, values })).rows;
    } catch (error) {
      if (!isAnswer(error)) this.#drop(client);
      throw error;
    }
  }

  /**
   * Commits one tick: `stale` when another generation or tick is in the way, and then nothing changed. Survives a
   * connection that dies meanwhile. Rejects with the database's error when a branch did not find its rows.
   */
  async commit(commit: TickCommit): Promise<"committed" | "stale"> {
    const values = tickParameters(commit);
    for (let sends = 0; sends < RESENDS_MAX; sends++) {
      if ((await this.#send(values)) === 1) return "committed";
      const settled = settleCommit(commit, await this.#readBack(commit.world, commit.district));
      if (settled !== "resend") return settled;
    }
    throw new Error(
      `district ${commit.district}: tick ${commit.tick} was sent ${RESENDS_MAX} times without an outcome`,
    );
  }

  /** Ends the connection; a waiting call rejects with StoreClosed. */
  async close(): Promise<void> {
    this.#closing.abort();
    const client = this.#client;
    this.#client = null;
    await client?.end();
  }

  /** Rows committed, or 0 when none were or nobody knows. */
  async #send(values: unknown[]): Promise<number> {
    try {
      const rows = await this.query<{ committed: number }>(TICK_STATEMENT_NAME, TICK_STATEMENT, values);
      return rows[0]?.committed ?? 0;
    } catch (error) {
      if (isAnswer(error)) throw error;
      return 0;
    }
  }

  async #readBack(world: number, district: number): Promise<DistrictMark | null> {
    const text = `SELECT generation, tick, chain_hash AS "chainHash" FROM district WHERE world_id = $1 AND number = $2`;
    for (;;) {
      try {
        const rows = await this.query<DistrictMark & pg.QueryResultRow>("district_mark", text, [
          world,
          district,
        ]);
        return rows[0] ?? null;
      } catch (error) {
        if (isAnswer(error) || this.#closing.signal.aborted) throw error;
      }
    }
  }

  async #connection(): Promise<pg.Client> {
    let waitMs = RECONNECT_MIN_MS;
    while (this.#client === null) {
      if (this.#closing.signal.aborted) throw new StoreClosed("the store is closed");
      try {
        this.#client = await openDistrictConnection(this.#url, this.#name);
      } catch {
        await delay(waitMs, undefined, { signal: this.#closing.signal }).catch(() => {});
        waitMs = Math.min(waitMs * 2, RECONNECT_MAX_MS);
      }
    }
    return this.#client;
  }

  /** Not waited for: a connection that the network swallowed never says goodbye. */
  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = null;
    client.end().catch(() => {});
  }
}

/** The server said no and the session goes on: the statement changed nothing. Anything else leaves the outcome open. */
function isAnswer(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === "ERROR";
}
