import { describe, expect, it } from "vitest";
import { CRASH_WINDOW_MS, MAX_CRASHES, restartDelayMs } from "./restart-policy.mjs";

describe("restartDelayMs", () => {
  it("waits longer after each crash and gives up at the fifth within a minute", () => {
    const crashes = Array.from({ length: MAX_CRASHES }, (_, index) => index * 1000);
    const delays = crashes.map((_, index) => restartDelayMs(crashes.slice(0, index + 1)));
    expect(delays).toEqual([500, 1000, 2000, 4000, null]);
  });

  it("begins anew once the earlier crashes are more than a minute ago", () => {
    expect(restartDelayMs([0, 1, 2, 3, CRASH_WINDOW_MS + 3])).toBe(500);
    expect(restartDelayMs([0, 1, 2, 3, CRASH_WINDOW_MS])).toBe(4000);
  });
});
