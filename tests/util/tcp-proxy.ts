import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** What is swallowed for ever, without a word to anybody. */
  lost: "nothing" | "replies" | "everything";
}

/** A TCP line on the loopback interface that can be made slow, silent or dead. One proxy serves one target. */
export class TcpProxy {
  /** How much later bytes arrive. Set it before the connections that are to be slow. */
  latencyMs = 0;
  /** New connections are refused while this is true. */
  isClosed = false;
  readonly #server: Server;
  readonly #target: number;
  readonly #pairs = new Set<Pair>();
  /** What waits for the line to be whole again; null while it is. */
  #held: (() => void)[] | null = null;

  constructor(target: number) {
    this.#target = target;
    this.#server = createServer((near) => this.#join(near));
  }

  /** Listens on a free port for whoever wants to reach the port `target`. */
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

  /** Nothing gets through, either way, until heal(): as a network does that is down for a while. */
  stall(): void {
    this.#held ??= [];
  }

  /** What was held back arrives now. */
  heal(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const deliver of held) deliver();
  }

  /** The connections there are go silent for ever, as if a router had forgotten them; new ones work. */
  forget(lost: "replies" | "everything"): void {
    for (const pair of this.#pairs) pair.lost = lost;
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
    near.on("error", () => {});
    if (this.isClosed) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.#target, "127.0.0.1");
    const pair: Pair = { near, far, lost: "nothing" };
    this.#pairs.add(pair);
    far.on("error", () => {});
    this.#carry(near, far, () => pair.lost === "everything");
    this.#carry(far, near, () => pair.lost !== "nothing");
    for (const socket of [near, far]) {
      // A line that breaks breaks at both ends, unless its end is among what is lost.
      socket.on("close", () => {
        if (pair.lost !== "nothing" && socket === far) return;
        this.#pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  }

  #carry(from: Socket, to: Socket, isLost: () => boolean): void {
    from.on("data", (bytes) => this.#deliver(() => !isLost() && to.writable && to.write(bytes)));
    from.on("end", () => this.#deliver(() => !isLost() && to.end()));
  }

  #deliver(act: () => void): void {
    const arrive = () => (this.#held === null ? act() : this.#held.push(act));
    // Timers of one length fire in the order in which they were set, so bytes stay in order.
    if (this.latencyMs === 0) arrive();
    else setTimeout(arrive, this.latencyMs);
  }
}
