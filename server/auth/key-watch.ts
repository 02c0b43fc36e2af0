import { z } from "zod";
import { parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { parseTopic, topics } from "#city/protocol/topics.ts";
import type { KeyStore } from "#server/db/key-store.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import { staySubscribed } from "#server/mqtt/stay-subscribed.ts";
import type { KeyVerifier } from "./verify-key.ts";

export interface KeyWatch {
  /** Calls `onGone` once, soon after the key has been revoked or has expired. Returns what ends the watch. */
  hold(keyId: string, onGone: () => void): () => void;
  /** Tells all web processes that keys of an agent, or what it may do, have changed: one key, or (null) any of them. */
  announce(agentId: string, keyId: string | null): void;
  close(): void;
}

export interface KeyWatchOptions {
  readonly bus: Pick<Bus, "publish" | "subscribe">;
  readonly store: Pick<KeyStore, "gone">;
  readonly verifier: Pick<KeyVerifier, "forget">;
  readonly onError: (error: unknown) => void;
}

const messageSchema = z.object({ key: z.string().max(32).nullable() });
const decoder = new TextDecoder();

/**
 * Ends whatever a key keeps open when the key ends. The bus tells of it at once; the database is asked every second as
 * well, since the bus may lose messages and a key may expire by itself.
 */
export function createKeyWatch({ bus, store, verifier, onError }: KeyWatchOptions): KeyWatch {
  const held = new Map<string, Set<() => void>>();
  let asking = false;

  function end(keyId: string): void {
    const callbacks = held.get(keyId);
    held.delete(keyId);
    for (const onGone of callbacks ?? []) onGone();
  }

  async function sweep(keyIds: readonly string[]): Promise<void> {
    if (keyIds.length === 0) return;
    for (const keyId of await store.gone(keyIds)) end(keyId);
  }

  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    sweep([...held.keys()])
      .catch(onError)
      .finally(() => {
        asking = false;
      });
  }, LIMITS.keyWatchMs);
  timer.unref();

  staySubscribed(
    bus,
    topics.keys("+"),
    (topic, payload) => {
      const { key } = messageSchema.parse(JSON.parse(decoder.decode(payload)));
      const agent = parseId("agt", parseTopic(topic)?.id ?? "");
      if (key !== null) verifier.forget({ keyId: key });
      else if (agent.ok) verifier.forget({ agent: agent.value.index });
      // The message says that something changed, and the database what: a forged one ends nothing.
      sweep(key === null ? [...held.keys()] : [key]).catch(onError);
    },
    onError,
  );

  return {
    hold(keyId, onGone) {
      const callbacks = held.get(keyId) ?? new Set();
      held.set(keyId, callbacks);
      callbacks.add(onGone);
      return () => {
        callbacks.delete(onGone);
        if (callbacks.size === 0 && held.get(keyId) === callbacks) held.delete(keyId);
      };
    },
    announce(agentId, keyId) {
      bus.publish(topics.keys(agentId), JSON.stringify({ key: keyId })).catch(onError);
    },
    close: () => clearInterval(timer),
  };
}
