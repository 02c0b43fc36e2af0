import { describe, expect, it } from "vitest";
import { LIMITS } from "../../city/limits.ts";
import { Door, MessageRate } from "./door.ts";
import { ResyncPolicy } from "./resync-policy.ts";
import { retryAfterMs } from "./retry-after.ts";
import { phaseMs, spreadMs } from "./rounds.ts";
import { afterBacklog, type Session, WATCHING } from "./session.ts";
import { parseEvent } from "./view-message.ts";

describe("relay policies", () => {
  it("[RL-6] a keyframe is asked for once in a while per neighborhood", () => {
    const policy = new ResyncPolicy();
    const later = LIMITS.resyncEveryMs;
    expect([
      policy.mayAsk(1, 0),
      policy.mayAsk(1, later - 1),
      policy.mayAsk(2, 1),
      policy.mayAsk(1, later),
    ]).toEqual([true, false, true, true]);
  });

  it("[RL-6] all neighborhoods together are asked for at a bounded rate", () => {
    const policy = new ResyncPolicy();
    const asked = Array.from({ length: 5_000 }, (_, n) => policy.mayAsk(n, 1)).filter((allowed) => allowed);
    expect(asked.length).toBe(LIMITS.resyncsBurst);
  });

  it("[RL-7] a viewer with a backlog stalls, recovers when it has drained, and is closed after a while", () => {
    const stalled = afterBacklog(WATCHING, 1_000, 50);
    expect(stalled).toEqual({ state: "stalled", sinceMs: 50 });
    expect(afterBacklog(stalled, 1, 60)).toBe(stalled);
    expect(afterBacklog(stalled, 0, 60)).toBe(WATCHING);
    const closed: Session = { state: "closed", reason: "too_slow" };
    expect(afterBacklog(stalled, 1, 50 + LIMITS.viewerStalledMs)).toEqual(closed);
    expect(afterBacklog(closed, 0, 0)).toBe(closed);
  });

  it("[RL-8] a view is taken when it has the agreed shape and refused with its reason when not", () => {
    expect(
      parseEvent("view", [
        {
          rooms: [
            [3, -1],
            [65_535, 9],
          ],
        },
      ]),
    ).toMatchObject({ ok: true });
    const rooms = Array.from({ length: LIMITS.viewerRoomsMax + 1 }, (_, i) => [i, -1]);
    expect(parseEvent("view", [{ rooms }])).toMatchObject({ code: "too_many_rooms" });
    const bad = [
      [],
      [null],
      [{}],
      [{ rooms: [[1]] }],
      [{ rooms: [[-1, 0]] }],
      [{ rooms: [[1, -2]] }],
      [{ rooms: [[1.5, 0]] }],
    ];
    for (const args of [
      ...bad,
      [{ rooms: [], more: 1 }],
      [{ rooms: [] }, 1],
      [{ rooms: [[65_536, 0]] }],
      [{ rooms: { length: 1 } }],
    ]) {
      expect(parseEvent("view", args)).toMatchObject({ code: "bad_message" });
    }
  });

  it("[RL-9] one address has a bounded number of places, and gets one back when somebody leaves", () => {
    const door = new Door();
    const refusals = Array.from({ length: LIMITS.viewerConnectionsPerAddressMax + 1 }, () => door.enter("a"));
    expect(refusals.filter((refusal) => refusal !== null)).toEqual(["too_many_connections"]);
    expect(door.enter("b")).toBeNull();
    door.leave("a");
    expect(door.enter("a")).toBeNull();
    expect(door.inside).toBe(LIMITS.viewerConnectionsPerAddressMax + 1);
  });

  it("[RL-9] a viewer speaks at a bounded rate", () => {
    const rate = new MessageRate();
    const allowed = Array.from({ length: 1_000 }, () => rate.allows(1)).filter((yes) => yes).length;
    expect(allowed).toBe(LIMITS.viewerMessagesBurst);
    expect(rate.allows(60_000)).toBe(true);
  });

  it("[RL-20] the spread is a short part of every tick, and each slot has a moment of its own in it", () => {
    const clock = { tick: 0, wallMs: 0, tickMs: 60_000, startOfDayMs: 0, paceDivisor: 1, epoch: 1 };
    expect(spreadMs(null)).toBe(LIMITS.relaySpreadMsMax);
    expect(spreadMs({ ...clock, speed: 0 })).toBe(LIMITS.relaySpreadMsMax);
    expect(spreadMs({ ...clock, speed: 12 })).toBe(LIMITS.relaySpreadMsMax);
    expect(spreadMs({ ...clock, speed: 600 })).toBe(25);
    const phases = Array.from({ length: LIMITS.relaySlotsMax }, (_, slot) => phaseMs(slot, 250));
    expect(phases[0]).toBe(0);
    expect(new Set(phases).size).toBe(phases.length);
    expect(Math.max(...phases)).toBeLessThan(250);
  });

  it("[RL-21] those who are sent away together come back spread over a time that grows with their number", () => {
    const spread = (viewers: number) =>
      [0, 0.999].map((random) => retryAfterMs("server_stopping", viewers, random));
    expect(spread(1)).toEqual([1_000, 1_999]);
    expect(spread(2_000)).toEqual([1_000, 6_994]);
    expect(spread(1_000_000)[1]).toBeLessThanOrEqual(LIMITS.viewerRetryMs + LIMITS.viewerRetrySpreadMsMax);
    expect(retryAfterMs("too_many_connections", 1, 0)).toBe(LIMITS.viewerRetryFullMs);
  });
});
