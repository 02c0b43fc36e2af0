import { connect, type IClientPublishOptions, type MqttClient } from "mqtt";
import { LIMITS } from "../../city/limits.ts";
import { parseTopic } from "../../city/protocol/topics.ts";
import type { Log } from "../telemetry/log.ts";
import { type Bus, BusError, type BusHandler, type BusStatus, type Unsubscribe } from "./bus.ts";
import { matchesFilter } from "./filter.ts";

export interface MqttBusOptions {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly log: Log;
}

/** CONNACK codes that mean the broker knows us not. */
const REFUSED = new Set([4, 5]);
const GRANT_REFUSED = 128;

/** A bus over any MQTT 3.1.1 broker. Connects in the background and keeps trying; never throws outside its promises. */
export function createMqttBus(options: MqttBusOptions): Bus {
  return new MqttBus(options);
}

class MqttBus implements Bus {
  readonly #client: MqttClient;
  readonly #log: Log;
  readonly #handlers = new Map<string, Set<BusHandler>>();
  readonly #reconnected: (() => void)[] = [];
  /** Sends under way: the library never settles those that a broken connection took with it. */
  readonly #sending = new Set<(error: BusError) => void>();
  #status: BusStatus = "connecting";
  #missed = false;

  constructor({ url, username, password, log }: MqttBusOptions) {
    this.#log = log;
    this.#client = connect(url, {
      protocolVersion: 4,
      clean: true,
      keepalive: LIMITS.busKeepaliveSeconds,
      queueQoSZero: false,
      reconnectPeriod: reconnectMs(),
      // A broker that starts up may not know its passwords yet, and a changed one needs no restart of ours.
      reconnectOnConnackError: true,
      ...(username === null ? {} : { username }),
      ...(password === null ? {} : { password }),
    });
    this.#client.on("connect", () => this.#connected());
    this.#client.on("close", () => this.#disconnected());
    this.#client.on("error", (error) => this.#complain(error));
    this.#client.on("message", (topic, payload) => this.#deliver(topic, payload));
  }

  status(): BusStatus {
    return this.#status;
  }

  onReconnect(callback: () => void): void {
    this.#reconnected.push(callback);
  }

  async publish(
    topic: string,
    payload: Uint8Array | string,
    options?: { readonly retain?: boolean },
  ): Promise<void> {
    const bytes = typeof payload === "string" ? Buffer.from(payload) : asBuffer(payload);
    // Brokers drop what is too large without a word: this is the only place that can say so.
    if (bytes.length > LIMITS.messageBytesMax) {
      throw new BusError("too_large", `${bytes.length} bytes on ${topic}, at most ${LIMITS.messageBytesMax}`);
    }
    if (parseTopic(topic) === null) throw new BusError("bad_topic", `"${topic}" is not a topic of the city`);
    if (this.#status !== "connected") {
      this.#missed = true;
      throw new BusError(this.#status === "closed" ? "closed" : "offline", `no broker to send ${topic} to`);
    }
    const retain = options?.retain ?? false;
    return this.#send(topic, bytes, { retain, qos: retain ? 1 : 0 });
  }

  async subscribe(filter: string, handler: BusHandler): Promise<Unsubscribe> {
    if (this.#status === "closed") throw new BusError("closed", "the bus is closed");
    const handlers = this.#handlers.get(filter) ?? new Set();
    if (handlers.size === 0 && this.#handlers.size >= LIMITS.busSubscriptionsMax) {
      throw new BusError("refused", `more than ${LIMITS.busSubscriptionsMax} filters`);
    }
    handlers.add(handler);
    this.#handlers.set(filter, handlers);
    await this.#ask(filter).catch((error: unknown) => {
      this.#forget(filter, handler);
      throw error;
    });
    return async () => {
      if (this.#forget(filter, handler) && this.#status === "connected")
        await this.#client.unsubscribeAsync(filter);
    };
  }

  async close(): Promise<void> {
    if (this.#status === "closed") return;
    this.#status = "closed";
    this.#failSends(new BusError("closed", "the bus was closed"));
    await this.#client.endAsync(true);
  }

  #send(topic: string, bytes: Buffer, options: IClientPublishOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        this.#sending.delete(fail);
        reject(error);
      };
      this.#sending.add(fail);
      this.#client.publish(topic, bytes, options, (error) => {
        if (error) return fail(new BusError("offline", `${topic} was not sent: ${error.message}`));
        this.#sending.delete(fail);
        resolve();
      });
    });
  }

  async #ask(filter: string): Promise<void> {
    const grants = await this.#client.subscribeAsync(filter, { qos: 1 }).catch((error: unknown) => {
      throw new BusError("refused", `the broker refuses ${filter}: ${String(error)}`);
    });
    if (grants.some((grant) => grant.qos === GRANT_REFUSED)) {
      throw new BusError("refused", `the broker refuses ${filter}`);
    }
  }

  /** Returns true when nobody listens to the filter any more. */
  #forget(filter: string, handler: BusHandler): boolean {
    const handlers = this.#handlers.get(filter);
    if (!handlers?.delete(handler) || handlers.size > 0) return false;
    return this.#handlers.delete(filter);
  }

  #deliver(topic: string, payload: Uint8Array): void {
    for (const [filter, handlers] of this.#handlers) {
      if (!matchesFilter(filter, topic)) continue;
      for (const handler of handlers) {
        try {
          handler(topic, payload);
        } catch (error) {
          this.#log.error({ err: error, topic }, "a message could not be taken in");
        }
      }
    }
  }

  #connected(): void {
    this.#client.options.reconnectPeriod = reconnectMs();
    const missed = this.#missed;
    this.#missed = true;
    this.#status = "connected";
    if (!missed) return;
    this.#log.info("connected to the broker again");
    for (const callback of this.#reconnected) callback();
  }

  #disconnected(): void {
    if (this.#status === "closed") return;
    if (this.#status === "connected") this.#log.warn("the broker is gone; trying to reach it again");
    this.#status = "offline";
    this.#failSends(new BusError("offline", "the broker went away before it had the message"));
  }

  #failSends(error: BusError): void {
    for (const fail of [...this.#sending]) fail(error);
  }

  #complain(error: Error & { readonly code?: unknown }): void {
    if (typeof error.code === "number" && REFUSED.has(error.code)) {
      this.#log.error("the broker refuses our name or password: check MQTT_USERNAME and MQTT_PASSWORD");
    } else this.#log.warn({ reason: error.message }, "trouble with the broker");
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function reconnectMs(): number {
  return LIMITS.busReconnectMs + Math.floor(Math.random() * LIMITS.busReconnectJitterMs);
}
