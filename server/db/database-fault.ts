/** What went wrong in the database: it cannot answer now, the values were not to its liking, or we have a bug. */
export type DatabaseFault = "down" | "data" | "bug";

/** SQLSTATE classes and codes after which the same statement may well succeed later. */
const DOWN_STATES = /^(08...|53...|57P0[1-4]|57014|25006|40001|40P01|55P03|3D000)$/;
const DATA_STATES = /^(22...|23...)$/;
const DOWN_SYSTEM = /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
const DOWN_PRISMA = /^(P1001|P1002|P1003|P1008|P1011|P1017|P2024|P2037)$/;
/** The driver gives these no code. */
const DOWN_WORDS =
  /Connection terminated|timeout expired|Query read timeout|trying to connect|not queryable|pool after calling end/;

/** Sorts an error of pg or Prisma by what the caller can do about it. */
export function databaseFault(error: unknown): DatabaseFault {
  if (!(error instanceof Error)) return "bug";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (DATA_STATES.test(code)) return "data";
  if (DOWN_STATES.test(code) || DOWN_SYSTEM.test(code) || DOWN_PRISMA.test(code)) return "down";
  if (DOWN_WORDS.test(error.message)) return "down";
  return error.cause === undefined ? "bug" : databaseFault(error.cause);
}
