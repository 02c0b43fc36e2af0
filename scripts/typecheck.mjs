// npm run typecheck: every project of the checkout, each with its own libraries.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const PROJECTS = ["city/tsconfig.json", "worker/sim/tsconfig.json", "tsconfig.json"];

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

// All of them, even after one failed: the whole list of errors is worth more than the first.
const failed = PROJECTS.filter((project) => {
  const { status } = spawnSync(process.execPath, [tsc, "-p", project, "--noEmit"], {
    cwd: root,
    stdio: "inherit",
  });
  return status !== 0;
});
if (failed.length > 0) console.error(`Type errors in ${failed.join(", ")}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
