import { err, ok, type Result } from "#city/result.ts";

/** What the bytes of a state depend on. */
export interface Versions {
  readonly engineVersion: number;
  /** Hash of the engine's sources: another one may behave the same, which a replay shows. */
  readonly engineHash: string;
  readonly specVersion: number;
  readonly planHash: string;
}

/** What no replay can bridge. */
export type ReplayVersions = Omit<Versions, "engineHash">;

export interface RecoveryPlan {
  /** First tick to replay; above `toTick` when the snapshot is the last state. */
  readonly fromTick: number;
  readonly toTick: number;
}

/**
 * How to get from the newest verified snapshot to the district's last committed tick. Refuses where a tail of the log was
 * written by another engine, SPEC or plan: replaying it would give another city.
 */
export function planRecovery(
  lastTick: number,
  snapshot: (ReplayVersions & { readonly tick: number }) | null,
  current: ReplayVersions,
): Result<RecoveryPlan, "no_snapshot" | "other_version" | "other_plan"> {
  if (snapshot === null) {
    return err(
      "no_snapshot",
      "there is no verified snapshot of this engine: restore a backup of the database",
    );
  }
  if (snapshot.planHash !== current.planHash) {
    return err(
      "other_plan",
      `the snapshot is of city plan ${snapshot.planHash}, the world's is ${current.planHash}`,
    );
  }
  const same =
    snapshot.engineVersion === current.engineVersion && snapshot.specVersion === current.specVersion;
  if (!same && snapshot.tick !== lastTick) {
    return err(
      "other_version",
      `engine ${snapshot.engineVersion} under SPEC ${snapshot.specVersion} wrote them, this is ` +
        `${current.engineVersion} under ${current.specVersion}`,
    );
  }
  return ok({ fromTick: snapshot.tick + 1, toTick: lastTick });
}
