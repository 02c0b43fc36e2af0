import { type Bus, BusError, type BusStatus } from "#server/mqtt/bus.ts";
import type { SimProcess, VirtualTime } from "./virtual-time.ts";

/** What becomes of one message: how often it arrives, and after how long each time. */
export type MessageFate = readonly number[];

export interface FakeBusOptions {
  readonly time: VirtualTime;
  readonly fate: (topic: string) => MessageFate;
  readonly deliver: (topic: string, payload: Uint8Array) => void;
  /** Called before each message; may kill its sender. */
  readonly onPublish: (topic: string, payload: Uint8Array, sender: SimProcess | null) => void;
}

/** One process's end of a broker that loses, doubles and reorders messages. */
export class FakeBus implements Bus {
  readonly #options: FakeBusOptions;

  constructor(options: FakeBusOptions) {
    this.#options = options;
  }

  async publish(topic: string, payload: Uint8Array | string): Promise<void> {
    const { time, fate, deliver, onPublish } = this.#options;
    const sender = time.owner;
    const bytes = new Uint8Array(Buffer.from(payload));
    if (sender?.alive !== false) onPublish(topic, bytes, sender);
    // A killed process says nothing more, even in the middle of a sentence.
    if (sender?.alive === false) return;
    const delays = fate(topic);
    if (delays.length === 0) throw new BusError("offline", "the message is lost");
    for (const ms of delays) time.after(ms, () => deliver(topic, bytes), null);
  }

  async subscribe(): Promise<() => Promise<void>> {
    return async () => {};
  }

  onReconnect(): void {}

  status(): BusStatus {
    return "connected";
  }

  async close(): Promise<void> {}
}
