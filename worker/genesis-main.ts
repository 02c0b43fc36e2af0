import { MAIN_WORLD } from "#city/ids.ts";
import { encodePlan } from "#city/plan/codec.ts";
import { generatePlan } from "#city/plan/generate.ts";
import { openBlobs } from "#server/assets/open-blobs.ts";
import { storePlanFiles } from "#server/assets/plan-files.ts";
import { createPool } from "#server/db/pool.ts";
import { readWorld } from "#server/db/world-store.ts";
import { readEnv } from "#server/env.ts";
import { createLog } from "#server/telemetry/log.ts";
import { engineHash } from "./engine-hash.ts";
import { createWorld } from "./genesis.ts";
import { wallNowMs } from "./wall-clock.ts";

/** Makes the world if there is none yet: the city plan, every district's first state, the clock. */
const env = readEnv();
const log = createLog("genesis", env.logLevel);
const pool = createPool({
  url: env.databaseUrl,
  connectionsMax: 2,
  name: "borough genesis",
  onError: (error) => log.warn({ err: error }, "a database connection was lost"),
});
try {
  if ((await readWorld(pool, MAIN_WORLD)) === null) {
    const { seed, buildings, population } = env.city;
    log.info(`planning a city of ${buildings} buildings`);
    const plan = generatePlan({ seed, buildings });
    log.info(
      `storing ${plan.cityName}: ${plan.districts.length} districts, ${plan.neighborhoods.length} neighborhoods`,
    );
    const planHash = await storePlanFiles(openBlobs(env), encodePlan(plan));
    log.info(`moving in ${population} residents`);
    const { tickSeconds, speed, paceDivisor } = env.clock;
    await createWorld(pool, plan, {
      id: MAIN_WORLD,
      seed,
      planHash,
      tickMs: tickSeconds * 1_000,
      paceDivisor,
      population,
      wallMs: wallNowMs(),
      speed,
      engineHash: engineHash(),
    });
    log.info(`${plan.cityName} is ready`);
  }
} finally {
  await pool.end();
}
