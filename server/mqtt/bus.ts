/** Takes a message in. It must not block; what it throws is logged and goes no further. */
export type BusHandler = (topic: string, payload: Uint8Array) => void;
export type Unsubscribe = () => Promise<void>;
export type BusStatus = "connecting" | "connected" | "offline" | "closed";

/**
 * Relay between processes, never a store: losing it loses nothing but time. Messages may be lost, and may arrive twice
 * where filters overlap; those of one publisher to one topic stay in order.
 */
export interface Bus {
  /**
   * Sends a message. With `retain` it is acknowledged by the broker, which keeps it for later subscribers. Rejects with
   * BusError: `too_large` over LIMITS.messageBytesMax, `bad_topic` for a topic that is not the city's, `offline`, `closed`.
   */
  publish(
    topic: string,
    payload: Uint8Array | string,
    options?: { readonly retain?: boolean },
  ): Promise<void>;
  /** Resolves when the broker has granted the filter; it is renewed by itself after a reconnect. Rejects with `refused` or `closed`. */
  subscribe(filter: string, handler: BusHandler): Promise<Unsubscribe>;
  /** Called when the connection is back after messages may have been missed; subscriptions are in place again. */
  onReconnect(callback: () => void): void;
  status(): BusStatus;
  close(): Promise<void>;
}

export type BusErrorCode = "too_large" | "bad_topic" | "offline" | "refused" | "closed";

export class BusError extends Error {
  override name = "BusError";
  readonly code: BusErrorCode;

  constructor(code: BusErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
