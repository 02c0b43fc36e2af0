import type { RelayDebug } from "#city/protocol/debug.ts";
import { Facts } from "./facts.tsx";
import { bytes, count } from "./format.ts";

/** What this web process's relay does for its viewers. */
export function RelayFacts({ relay }: { readonly relay: RelayDebug }) {
  return (
    <section aria-label="Relay" className="panel px-4 py-3">
      <h2 className="text-base font-semibold tracking-tight">Relay</h2>
      <p className="text-xs text-muted">Of the web process that answered, since it started.</p>
      <Facts
        facts={[
          ["Viewers", count(relay.viewers)],
          ["Stalled now", count(relay.stalled), relay.stalled > 0],
          ["Stalls", count(relay.stalls)],
          ["Messages dropped", count(relay.messagesDropped)],
          ["Keyframes asked", count(relay.keyframesAsked)],
          ["Bad frames", count(relay.badFrames), relay.badFrames > 0],
          ["Sent away", `${count(relay.closed)} (${count(relay.closedTooSlow)} too slow)`],
          ["Rooms", count(relay.rooms)],
          ["Messages sent", count(relay.messagesSent)],
          ["Bytes sent", bytes(relay.bytesSent)],
        ]}
      />
    </section>
  );
}
