import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * What the line does with bytes from now on:
 * - `pass`: hands them on, `latencyMs` later. `blackhole`: swallows them both ways; nobody is told anything.
 * - `half_open`: swallows what comes back, as if only replies were lost.
 */
export type LineMode = "pass" | "blackhole" | "half_open";

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** A TCP line on the loopback interface that can be made slow, silent or dead. One proxy serves one target. */
export class TcpProxy {
  mode: LineMode = "pass";
  latencyMs = 0;
  /** New connections are refused while this is true. */
  isClosed = false;
  readonly #server: Server;
  readonly #target: number;
  readonly #pairs = new Set<Pair>();

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((near) => this.#join(near));
  }

  /** Listens on a free port for whoever wants to reach `target`. */
  static async open(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Ends every connection with a reset. */
  reset(): void {
    for (const { near, far } of [...this.#pairs]) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.reset();
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }

  #join(near: Socket): void {
    if (this.isClosed) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.#target, "127.0.0.1");
    const pair = { near, far };
    this.#pairs.add(pair);
    this.#carry(near, far, () => this.mode === "blackhole");
    this.#carry(far, near, () => this.mode !== "pass");
    for (const socket of [near, far]) {
      // A line that breaks breaks at both ends.
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  }

  #carry(from: Socket, to: Socket, swallows: () => boolean): void {
    from.on("data", (bytes) => {
      if (swallows()) return;
      // Timers of one length fire in the order in which they were set, so bytes stay in order.
      if (this.latencyMs === 0) to.write(bytes);
      else setTimeout(() => to.writable && to.write(bytes), this.latencyMs);
    });
    from.on("end", () => {
      if (!swallows()) setTimeout(() => to.end(), this.latencyMs);
    });
  }
}
