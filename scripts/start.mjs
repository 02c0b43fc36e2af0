// npm start: from a fresh clone with nothing but Node and npm to a running city.
import { fileURLToPath } from "node:url";
import { explain } from "./lib/failure.mjs";
import { enterRuntime } from "./lib/node-version.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

try {
  await enterRuntime(root, fileURLToPath(import.meta.url));
  const { launch } = await import("./lib/launch.mjs");
  await launch(root);
} catch (error) {
  for (const line of explain(error)) console.error(line);
  process.exitCode = 1;
}
