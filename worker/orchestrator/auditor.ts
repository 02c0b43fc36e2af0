import { changeClock } from "#server/clock/clock-change.ts";
import { readCitySum } from "#server/db/world-store.ts";
import type { City } from "../districts/city.ts";
import { wallNowMs } from "../wall-clock.ts";

/**
 * Counts the city's money in one database snapshot: what districts hold and what letters carry must be what there was at
 * genesis, whatever tick each district is at, since every tick moves money and letters in one statement. Returns whether
 * it is; if not, the world is stopped, because going on could only spread the damage.
 */
export async function auditCity(city: City): Promise<boolean> {
  const { pool, world, counters, log } = city;
  const { heldCents, underWayCents } = await readCitySum(pool, world.id);
  counters.audits++;
  if (heldCents + underWayCents === world.genesisCents) return true;
  counters.auditFailures++;
  log.error(
    { heldCents, underWayCents, genesisCents: world.genesisCents },
    "the city's money does not add up: the world is stopped; keep the database as it is and look at its log",
  );
  await changeClock(pool, world, wallNowMs(), 0, "the audit found a wrong sum of money");
  return false;
}
