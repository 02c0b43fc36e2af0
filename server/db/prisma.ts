import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@prisma/client";

export type Database = PrismaClient;

const CONNECTIONS_MAX = 4;
const CONNECT_LIMIT_MS = 2_000;
const STATEMENT_LIMIT_MS = 5_000;

/** Ordinary reads and writes. What must be one statement (accepting, the tick) goes through pool.ts. */
export function createPrisma(url: string): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: CONNECTIONS_MAX,
    application_name: "borough-web-prisma",
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    statement_timeout: STATEMENT_LIMIT_MS,
    query_timeout: STATEMENT_LIMIT_MS + 1_000,
  });
  return new PrismaClient({ adapter });
}
