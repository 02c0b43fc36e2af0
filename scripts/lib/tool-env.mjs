import { readRuntime } from "./runtime-file.mjs";
import { readSettings } from "./settings.mjs";

/**
 * The environment of a tool: ours, .env, and the addresses of the city that runs from this checkout where nothing
 * else is set. `hasCity` says whether there is a database to talk to.
 */
export function toolEnvironment(root) {
  const { env, dataDir } = readSettings(root);
  const runtime = env.DATABASE_URL === undefined ? readRuntime(dataDir) : null;
  return {
    env: { NEXT_TELEMETRY_DISABLED: "1", ...runtime, DATA_DIR: dataDir, ...env },
    hasCity: runtime !== null || env.DATABASE_URL !== undefined,
  };
}
