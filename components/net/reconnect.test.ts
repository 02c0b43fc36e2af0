import { describe, expect, it } from "vitest";
import { reconnectDelayMs } from "./reconnect.ts";

describe("reconnectDelayMs", () => {
  it("[RL-21] waits anything up to a bound that grows with each failure and then stays", () => {
    const bounds = Array.from({ length: 20 }, (_, failures) => reconnectDelayMs(failures, 0.999_999));
    expect(bounds[0]).toBeLessThan(1_000);
    for (const [n, bound] of bounds.entries()) {
      expect(bound).toBeGreaterThanOrEqual(bounds[n - 1] ?? 0);
      expect(bound).toBeLessThan(8_000);
      expect(reconnectDelayMs(n, 0)).toBe(0);
    }
  });
});
