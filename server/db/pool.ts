import pg from "pg";

export type Pool = pg.Pool;

export interface PoolOptions {
  readonly url: string;
  readonly connectionsMax: number;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  readonly onError: (error: Error) => void;
}

const CONNECT_LIMIT_MS = 2_000;
const STATEMENT_LIMIT_MS = 5_000;
/** A server that is silent for this long is treated as gone; what became of the tick is then looked up. */
const TICK_LIMIT_MS = 15_000;
const INT8 = 20;

/** Numbers of agents, actions and cents stay far below 2^53, so int8 is read as a number; a larger one is a fault. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: "text" | "binary") =>
    id === INT8 && format !== "binary" ? readSafeInteger : pg.types.getTypeParser(id, format),
};

/** Connections to the database. Nothing waits longer than a few seconds: a caller is told to retry instead. */
export function createPool({ url, connectionsMax, name, onError }: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    types,
    application_name: name,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    statement_timeout: STATEMENT_LIMIT_MS,
    // Beside the server's own limit, for a network that swallows everything.
    query_timeout: STATEMENT_LIMIT_MS + 1_000,
    keepAlive: true,
  });
  // A connection that dies while idle is no caller's error, but without a listener it would end the process.
  pool.on("error", onError);
  return pool;
}

/** A connection of its own for one district's ticks. Rejects when the database cannot be reached. */
export async function openDistrictConnection(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: name,
    types,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    // No limit on the server's side: a tick that waits for a lock is better late than done again.
    query_timeout: TICK_LIMIT_MS,
    // The tick's statement must not be planned anew each time.
    options: "-c plan_cache_mode=force_generic_plan",
    keepAlive: true,
  });
  // The next query reports the death; without a listener the process would end.
  client.on("error", () => {});
  await client.connect();
  return client;
}

function readSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer ${text} is too large`);
  return value;
}
