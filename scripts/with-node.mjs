// with-node.mjs [--needs-city] <file.ts> [arguments]: runs a TypeScript file under the right Node, with the settings of
// .env and the addresses of the running city in its environment.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { explain, Failure } from "./lib/failure.mjs";
import { ensureDatabaseClient, ensurePackages } from "./lib/install.mjs";
import { createLog } from "./lib/log.mjs";
import { enterRuntime } from "./lib/node-version.mjs";
import { runTool } from "./lib/run-tool.mjs";
import { toolEnvironment } from "./lib/tool-env.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

try {
  await enterRuntime(root, fileURLToPath(import.meta.url));
  const given = process.argv.slice(2);
  const needsCity = given[0] === "--needs-city";
  const [file, ...args] = needsCity ? given.slice(1) : given;
  if (file === undefined)
    throw new Failure("No file to run was given.", "Usage: with-node.mjs [--needs-city] <file.ts>");
  const { env, hasCity } = toolEnvironment(root);
  if (needsCity && !hasCity) throw new Failure("The city is not running.", "Start it with: npm start");
  const work = { root, env, log: createLog("borough") };
  await ensurePackages(work);
  await ensureDatabaseClient(work);
  process.exitCode = await runTool(process.execPath, [resolve(root, file), ...args], { env });
} catch (error) {
  for (const line of explain(error)) console.error(line);
  process.exitCode = 1;
}
