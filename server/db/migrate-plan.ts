import { err, ok, type Result } from "#city/result.ts";

/** One migration of the checkout. */
export type MigrationFile = { readonly name: string; readonly checksum: string; readonly sql: string };

/** One row of the bookkeeping table that was not rolled back. */
export type AppliedMigration = {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
};

export type MigrationRefusal = "failed_earlier" | "edited_after_applying";

/** Which files are still to be applied, in order; a refusal says what a person has to do first. */
export function planMigrations(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): Result<MigrationFile[], MigrationRefusal> {
  const failed = applied.find((row) => !row.finished);
  if (failed !== undefined) {
    return err(
      "failed_earlier",
      `migration ${failed.name} failed earlier: repair what it left, then mark it with ` +
        `"npm run prisma -- migrate resolve --rolled-back ${failed.name}"`,
    );
  }
  const checksums = new Map(applied.map((row) => [row.name, row.checksum]));
  const edited = files.find((file) => (checksums.get(file.name) ?? file.checksum) !== file.checksum);
  if (edited !== undefined) {
    return err(
      "edited_after_applying",
      `migration ${edited.name} was edited after it was applied: restore the file and put the change into a new migration`,
    );
  }
  return ok(files.filter((file) => !checksums.has(file.name)));
}
