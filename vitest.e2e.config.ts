import { defineConfig } from "vitest/config";

// Set by `npm run test:long`: the long runs need minutes each.
const long = process.env.BOROUGH_TEST_LONG === "1";

export default defineConfig({
  test: {
    include: ["tests/e2e/**/*.e2e.test.ts", "tests/fault/**/*.fault.test.ts", "tests/load/**/*.load.test.ts"],
    exclude: ["**/node_modules/**", ...(long ? [] : ["**/*.long.*.test.ts"])],
    setupFiles: ["tests/setup.ts"],
    globalSetup: ["tests/util/postgres-setup.ts"],
    testTimeout: long ? 600_000 : 180_000,
    hookTimeout: 180_000,
    // Each file starts a whole city, which mostly waits for its clock: two fill the time, more would starve each other.
    maxWorkers: 2,
  },
});
