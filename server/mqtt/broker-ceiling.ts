import type { Socket } from "node:net";

/** The open connections of all listeners together, and the most there may be. */
export class ConnectionCeiling {
  readonly #open = new Set<Socket>();
  readonly #connectionsMax: number;

  constructor(connectionsMax: number) {
    this.#connectionsMax = connectionsMax;
  }

  /** Counts a connection until it closes; one too many is cut off and must not be served (false). */
  admit(socket: Socket): boolean {
    if (this.#open.size >= this.#connectionsMax) {
      socket.destroy();
      return false;
    }
    this.#open.add(socket);
    socket.once("close", () => this.#open.delete(socket));
    return true;
  }

  /** Cuts off everyone. */
  closeAll(): void {
    for (const socket of [...this.#open]) socket.destroy();
  }
}
