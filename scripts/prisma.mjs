// npm run prisma -- <arguments>: Prisma's own CLI, which otherwise downloads an engine before every command.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { explain } from "./lib/failure.mjs";
import { runTool } from "./lib/run-tool.mjs";
import { toolEnvironment } from "./lib/tool-env.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const engine = fileURLToPath(new URL("schema-engine.mjs", import.meta.url));

try {
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: engine,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
    ...toolEnvironment(root).env,
  };
  process.exitCode = await runTool(process.execPath, [cli, ...process.argv.slice(2)], { cwd: root, env });
} catch (error) {
  for (const line of explain(error)) console.error(line);
  process.exitCode = 1;
}
