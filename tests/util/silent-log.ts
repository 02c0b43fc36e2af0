import type { Log } from "#server/telemetry/log.ts";

const drop = () => undefined;

/** A log for parts under test whose complaints are not what is tested. */
export const silentLog: Log = { debug: drop, info: drop, warn: drop, error: drop };
