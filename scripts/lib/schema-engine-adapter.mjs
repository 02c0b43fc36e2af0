import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";

/** System types the adapter does not know, and ordinary types that read the same: "char", name, int2vector and arrays. */
const READABLE_TYPES = new Map([
  [18, 25],
  [19, 25],
  [22, 25],
  [1002, 1009],
  [1003, 1009],
]);

/** Connects the engine to one database, and to throw-away ones beside it for replaying migrations. */
export class SchemaAdapterFactory extends PrismaPg {
  #url;
  #shadowUrl;

  constructor({ url, shadowUrl }) {
    super({ connectionString: url });
    this.#url = url;
    this.#shadowUrl = shadowUrl;
  }

  async connect() {
    return mended(await super.connect());
  }

  async connectToShadowDb() {
    if (this.#shadowUrl !== undefined) return connectTo(this.#shadowUrl);
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    await createDatabase(this.#url, name);
    const adapter = await connectTo(databaseUrl(this.#url, name));
    const disconnect = adapter.dispose.bind(adapter);
    // In this order: a database cannot be dropped from within.
    adapter.dispose = async () => {
      await disconnect();
      await dropDatabase(this.#url, name);
    };
    return adapter;
  }
}

/** The name in a database's address. */
export function databaseName(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

export async function createDatabase(url, name) {
  await administer(url, `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
}

export async function dropDatabase(url, name) {
  await administer(url, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}

/** Runs one statement at `url`. */
export async function runStatement(url, statement) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end().catch(() => {});
  }
}

async function administer(url, statement) {
  await runStatement(databaseUrl(url, "postgres"), statement);
}

async function connectTo(url) {
  return mended(await new PrismaPg({ connectionString: url }).connect());
}

function databaseUrl(url, name) {
  const address = new URL(url);
  address.pathname = `/${encodeURIComponent(name)}`;
  return address.href;
}

/** Mends two faults of the adapter: types it cannot read, and scripts that it cuts at every semicolon. */
function mended(queryable) {
  const perform = queryable.performIO.bind(queryable);
  queryable.performIO = async (query) => {
    const result = await perform(query);
    for (const field of result.fields ?? []) {
      field.dataTypeID = READABLE_TYPES.get(field.dataTypeID) ?? field.dataTypeID;
    }
    return result;
  };
  if (queryable.executeScript !== undefined) {
    queryable.executeScript = async (script) => {
      await queryable.client.query(script).catch((error) => queryable.onError(error));
    };
  }
  const begin = queryable.startTransaction?.bind(queryable);
  if (begin !== undefined) {
    queryable.startTransaction = async (level) => mended(await begin(level));
  }
  return queryable;
}
