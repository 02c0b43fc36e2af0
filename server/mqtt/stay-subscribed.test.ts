import { expect, test, vi } from "vitest";
import { BusError } from "./bus.ts";
import { staySubscribed } from "./stay-subscribed.ts";

test("[BU-11] a filter that is refused at first is asked for until it is granted, and never after the bus is closed", async () => {
  vi.useFakeTimers();
  try {
    const refused = new BusError("refused", "not yet");
    const subscribe = vi.fn(async () => async () => {});
    subscribe.mockRejectedValueOnce(refused).mockRejectedValueOnce(refused);
    const errors: unknown[] = [];
    staySubscribed(
      { subscribe },
      "/world/clock",
      () => {},
      (error) => errors.push(error),
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect([subscribe.mock.calls.length, errors]).toEqual([3, [refused, refused]]);
    subscribe.mockRejectedValue(new BusError("closed", "closed"));
    staySubscribed(
      { subscribe },
      "/world/clock",
      () => {},
      (error) => errors.push(error),
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect([subscribe.mock.calls.length, errors.length]).toEqual([4, 2]);
  } finally {
    vi.useRealTimers();
  }
});
