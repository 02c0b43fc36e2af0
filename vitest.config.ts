import { defineConfig } from "vitest/config";

const FOLDERS =
  "{city,worker,server,components,app,scripts,sdk,bench,tests/architecture,tests/contracts,tests/fuzz,tests/golden,tests/portal,tests/sim,tests/util}";

// Set by `npm run test:long`: the long runs need minutes each.
const long = process.env.BOROUGH_TEST_LONG === "1";

export default defineConfig({
  test: {
    include: [`${FOLDERS}/**/*.test.{ts,tsx}`],
    exclude: ["**/node_modules/**", ...(long ? [] : ["**/*.long.test.ts"])],
    setupFiles: ["tests/setup.ts"],
    globalSetup: ["tests/util/postgres-setup.ts"],
    testTimeout: long ? 600_000 : 20_000,
    hookTimeout: 60_000,
    // One file a core: vitest would keep one of two cores for itself.
    maxWorkers: 2,
  },
});
