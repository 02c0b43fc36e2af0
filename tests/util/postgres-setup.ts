import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { findEmbeddedPostgres } from "../../scripts/lib/embedded-postgres.mjs";
import { isAlive } from "../../scripts/lib/processes.mjs";

const PREFIX = "borough-test-";
const OWNER = /^borough-test-(\d+)-/;

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the database server of this run keeps its data; it starts with the first test that needs it. */
    postgresHome: string;
  }
}

let home = "";

/** Gives every run a folder of its own for a database. */
export async function setup(project: TestProject): Promise<void> {
  await removeForsaken();
  home = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  writeFileSync(join(home, "README"), "Data of a test run; it is removed when the run ends.\n");
  project.provide("postgresHome", home);
}

/** Leaves neither server nor folder behind. */
export async function teardown(): Promise<void> {
  await remove(home);
}

/** A run that was killed could not tidy up: the next one does. */
async function removeForsaken(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = OWNER.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await remove(join(tmpdir(), name));
  }
}

async function remove(folder: string): Promise<void> {
  // A folder that was still being made has no server to stop.
  const server = await findEmbeddedPostgres({ dir: folder }).catch(() => null);
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
