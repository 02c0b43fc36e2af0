import type pg from "pg";
import type { Pool } from "./pool.ts";

/** Where a statement can be sent: to any connection, or to the one of a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, "query">;

/** Runs statements that belong together; when `work` rejects, none of them has happened. */
export async function inTransaction<T>(pool: Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A pool listens only to connections that are idle: one that dies in our hands would end the process. Its next query tells.
  client.on("error", noteNothing);
  try {
    await client.query("BEGIN");
    const value = await work(client);
    await client.query("COMMIT");
    client.off("error", noteNothing);
    client.release();
    return value;
  } catch (error) {
    // The connection goes, and what it had begun with it: its state is not known any more.
    client.release(true);
    throw error;
  }
}

function noteNothing(): void {}
