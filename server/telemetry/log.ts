import { type Logger, pino } from "pino";
import type { LogLevel } from "../env.ts";

/** What a part needs of the log: fields first, then one sentence. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;

/** The log of a process: one JSON record a line on standard output, named after the process. */
export function createLog(name: string, level: LogLevel): Log {
  return pino({ name, level });
}
