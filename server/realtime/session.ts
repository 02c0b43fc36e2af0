import { LIMITS } from "../../city/limits.ts";
import type { CloseReason } from "../../city/protocol/codes.ts";

/**
 * A viewer's state. `watching`: it keeps up. `stalled`: too much is unsent, so its deltas are dropped until it has
 * drained. `closed`: it was told why, and nothing more is sent.
 */
export type Session =
  | { readonly state: "watching" }
  | { readonly state: "stalled"; readonly sinceMs: number }
  | { readonly state: "closed"; readonly reason: CloseReason };

export const WATCHING: Session = { state: "watching" };

/** The state after looking at a viewer's unsent packets at `nowMs` (a monotonic clock). */
export function afterBacklog(session: Session, unsentPackets: number, nowMs: number): Session {
  switch (session.state) {
    case "watching":
      return unsentPackets > LIMITS.viewerBacklogFramesMax ? { state: "stalled", sinceMs: nowMs } : session;
    case "stalled":
      if (unsentPackets === 0) return WATCHING;
      return nowMs - session.sinceMs >= LIMITS.viewerStalledMs
        ? { state: "closed", reason: "too_slow" }
        : session;
    case "closed":
      return session;
  }
}
