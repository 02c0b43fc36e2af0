import { describe, it } from "vitest";
import { runCrowd } from "./crowd-run.ts";

describe("the relay under as many viewers as it lets in", () => {
  it("[RL-10, RL-20] 10,000 viewers: no error, and everyone receives everything without a gap", async () => {
    await runCrowd({ viewers: 10_000, tickMs: 2_000, ticks: 30 });
  });
});
