import { readLeases } from "#server/db/lease-store.ts";
import { countForeignTicks } from "#server/db/log-store.ts";
import { listSnapshots } from "#server/db/snapshot-store.ts";
import type { City } from "../districts/city.ts";
import { recoverDistrict, UpgradeRefused } from "../districts/recover.ts";

/**
 * Before a worker takes any district: where another engine wrote ticks after the newest snapshot, a replay must come to
 * the same. Rejects with UpgradeRefused where it does not; then nothing was touched. Districts that others hold are theirs
 * to prove.
 */
export async function proveTails(city: City, workerId: string): Promise<void> {
  const { pool, world, versions, log } = city;
  for (const { number, tick, generation, owner, leftMs } of await readLeases(pool, world.id)) {
    if (owner !== workerId && leftMs !== null && leftMs > 0) continue;
    const snapshots = await listSnapshots(pool, world.id, number);
    const from =
      (snapshots.findLast((snapshot) => snapshot.verified && snapshot.tick <= tick)?.tick ?? tick) + 1;
    const foreign = await countForeignTicks(pool, world.id, number, from, tick, versions.engineHash);
    if (foreign === 0) continue;
    log.info(
      { district: number, ticks: foreign },
      "another version wrote the last ticks: they are replayed first",
    );
    await recoverDistrict(city, number, generation).catch((error: unknown) => {
      // Damage of any other kind is for the district itself to report: the others must not wait for it.
      if (error instanceof UpgradeRefused) throw error;
    });
  }
}
