import { createHash } from "node:crypto";
import { encodePlan } from "#city/plan/codec.ts";
import { generatePlan } from "#city/plan/generate.ts";
import { createFolderBlobs } from "#server/assets/folder-blobs.ts";
import { storePlanFiles } from "#server/assets/plan-files.ts";
import type { TestWeb } from "./test-web.ts";

/** Gives a test's world a hamlet for a plan; returns the plan's hash. */
export async function storeTestPlan({ blobDir, pool }: Pick<TestWeb, "blobDir" | "pool">): Promise<string> {
  const plan = generatePlan({ seed: createHash("sha256").update("test").digest("hex"), buildings: 200 });
  const hash = await storePlanFiles(createFolderBlobs(blobDir), encodePlan(plan));
  await pool.query("UPDATE world SET plan_hash = $1", [hash]);
  return hash;
}
