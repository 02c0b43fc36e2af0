import { describe, it } from "vitest";
import { runCrowd } from "./crowd-run.ts";

describe("the relay under many viewers", () => {
  it("[RL-10, RL-20] 2,000 viewers: no error, and everyone receives everything without a gap", async () => {
    await runCrowd({ viewers: 2_000, tickMs: 500, ticks: 20 });
  });
});
