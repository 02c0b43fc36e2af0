/** A process of its own with many viewers on two servers: what they cost must not be counted with the servers. */
import { WebSocket } from "ws";
import { splitFrames } from "#city/protocol/wire/frame.ts";
import { type CrowdOrder, type Side, SUM_MODULUS, type Tally } from "./fan-out-orders.ts";

/** Connections of one address are limited: the viewers come from several. */
const VIEWERS_AN_ADDRESS = 50;

class Crowd {
  readonly #side: Side;
  #connected = 0;
  #cells = 0;
  #bytes = 0;
  #sum = 0;
  #tellAt = -1;

  constructor(side: Side) {
    this.#side = side;
  }

  connect(url: string, viewers: number, rooms: number): void {
    this.#tellAt = 0;
    for (let n = 0; n < viewers; n++) {
      const localAddress = `127.0.0.${2 + Math.floor(n / VIEWERS_AN_ADDRESS)}`;
      const socket = new WebSocket(url, { localAddress, perMessageDeflate: false });
      socket.on("message", (data, isBinary) => {
        if (!Buffer.isBuffer(data)) return;
        if (isBinary) this.#take(data);
        else this.#answer(socket, data.toString(), rooms, viewers);
      });
    }
  }

  tellAt(cells: number): void {
    this.#tellAt = cells;
    this.#tellIfDue();
  }

  /** Speaks as little of the protocol as a viewer must. */
  #answer(socket: WebSocket, text: string, rooms: number, viewers: number): void {
    if (text === "2") socket.send("3");
    else if (text.startsWith("0{")) socket.send("40");
    else if (text.startsWith("40")) {
      const view = { rooms: Array.from({ length: rooms }, (_, neighborhood) => [neighborhood, -1]) };
      if (this.#side === "ours") socket.send(`42${JSON.stringify(["view", view])}`);
      this.#connected++;
      if (this.#connected === viewers) this.#tellIfDue();
    }
  }

  #take(data: Buffer): void {
    const cells = this.#side === "ours" ? splitFrames(data) : [data];
    for (const cell of cells) {
      this.#cells++;
      this.#bytes += cell.length;
      for (const byte of cell) this.#sum = (this.#sum + byte) % SUM_MODULUS;
    }
    this.#tellIfDue();
  }

  #tellIfDue(): void {
    if (this.#tellAt < 0 || this.#cells < this.#tellAt) return;
    this.#tellAt = -1;
    const tally: Tally = {
      side: this.#side,
      connected: this.#connected,
      cells: this.#cells,
      bytes: this.#bytes,
      sum: this.#sum,
    };
    process.send?.(tally);
  }
}

const crowds: Record<Side, Crowd> = { ours: new Crowd("ours"), peer: new Crowd("peer") };

process.on("message", (order: CrowdOrder) => {
  if (order.kind === "connect") crowds[order.side].connect(order.url, order.viewers, order.rooms);
  else crowds[order.side].tellAt(order.cells);
});
process.on("disconnect", () => process.exit());
