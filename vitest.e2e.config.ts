import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/e2e/**/*.e2e.test.ts", "tests/fault/**/*.fault.test.ts"],
    setupFiles: ["tests/setup.ts"],
    globalSetup: ["tests/util/postgres-setup.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Each file starts a whole city: two at once would starve each other of processor time.
    fileParallelism: false,
  },
});
