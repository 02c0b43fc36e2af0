import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { parseTopic, topics } from "#city/protocol/topics.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import { staySubscribed } from "#server/mqtt/stay-subscribed.ts";

/** The latest thing an agent perceived, as its worker published it. */
export interface HeldObservation {
  readonly tick: number;
  /** The JSON object, whole. */
  readonly json: string;
}

export interface ObservationHub {
  /** What is known now, or null before the agent has entered. */
  latest(agentId: string): HeldObservation | null;
  /**
   * Resolves with an observation newer than `afterTick`, or with the latest (or null) when `signal` ends the wait.
   * Null at once when the agent has too many waits open.
   */
  next(agentId: string, afterTick: number, signal: AbortSignal): Promise<HeldObservation | null> | null;
  /** Ends all waits. */
  close(): void;
}

const headSchema = z.object({ tick: z.int().min(0) });
const decoder = new TextDecoder();

/** Keeps the latest observation of every agent that the bus tells of, and wakes those who wait for one. */
export function createObservationHub(
  bus: Pick<Bus, "subscribe">,
  onError: (error: unknown) => void,
): ObservationHub {
  const held = new Map<string, HeldObservation>();
  const waits = new Map<string, Set<() => void>>();
  let closed = false;

  function take(topic: string, payload: Uint8Array): void {
    const agentId = parseTopic(topic)?.id;
    if (agentId === undefined) return;
    const json = decoder.decode(payload);
    const { tick } = headSchema.parse(JSON.parse(json));
    if (tick <= (held.get(agentId)?.tick ?? -1)) return;
    // Put in last, so that the one dropped for room is the one that was silent longest.
    held.delete(agentId);
    if (held.size >= LIMITS.observationsHeldMax) held.delete(held.keys().next().value ?? "");
    held.set(agentId, { tick, json });
    for (const wake of [...(waits.get(agentId) ?? [])]) wake();
  }

  const latest = (agentId: string) => held.get(agentId) ?? null;
  staySubscribed(bus, topics.observation("+"), take, onError);

  return {
    latest,
    next(agentId, afterTick, signal) {
      const waiting = waits.get(agentId) ?? new Set();
      if (waiting.size >= LIMITS.longPollsPerAgentMax) return null;
      const now = latest(agentId);
      if (closed || signal.aborted || (now !== null && now.tick > afterTick)) return Promise.resolve(now);
      waits.set(agentId, waiting);
      return new Promise((resolve) => {
        const wake = () => {
          const known = latest(agentId);
          if (!closed && !signal.aborted && (known === null || known.tick <= afterTick)) return;
          waiting.delete(wake);
          if (waiting.size === 0) waits.delete(agentId);
          signal.removeEventListener("abort", wake);
          resolve(known);
        };
        waiting.add(wake);
        signal.addEventListener("abort", wake, { once: true });
      });
    },
    close() {
      closed = true;
      for (const waiting of [...waits.values()]) for (const wake of [...waiting]) wake();
    },
  };
}
