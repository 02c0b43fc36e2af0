import { type Bus, BusError, type BusHandler, type BusStatus } from "#server/mqtt/bus.ts";
import { matchesFilter } from "#server/mqtt/filter.ts";

/** A bus inside one process, without a broker: publishing delivers at once. */
export class LoopbackBus implements Bus {
  readonly published: { readonly topic: string; readonly text: string }[] = [];
  readonly #handlers: { readonly filter: string; readonly handler: BusHandler }[] = [];
  #status: BusStatus = "connected";

  async publish(topic: string, payload: Uint8Array | string): Promise<void> {
    if (this.#status !== "connected") throw new BusError("offline", "the bus is offline");
    const bytes = Buffer.from(payload);
    this.published.push({ topic, text: bytes.toString() });
    for (const { filter, handler } of this.#handlers) if (matchesFilter(filter, topic)) handler(topic, bytes);
  }

  async subscribe(filter: string, handler: BusHandler): Promise<() => Promise<void>> {
    const entry = { filter, handler };
    this.#handlers.push(entry);
    return async () => {
      this.#handlers.splice(this.#handlers.indexOf(entry), 1);
    };
  }

  onReconnect(): void {}

  status(): BusStatus {
    return this.#status;
  }

  setStatus(status: BusStatus): void {
    this.#status = status;
  }

  async close(): Promise<void> {
    this.#status = "closed";
  }
}
