import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  CELL_BYTES,
  CELLS,
  type CrowdOrder,
  type Side,
  type StageOrder,
  type StageWord,
  SUM_MODULUS,
  type Tally,
} from "./lib/fan-out-orders.ts";
import { bestOfTurns, mustAgree, type Row, withVersion } from "./lib/measure.ts";

const VIEWERS = 300;
const TICKS = 20;
const REPETITIONS = 15;
/** What the web process spends on showing a tick to many viewers: the relay against an emit of each cell's bytes to its room. */
export async function run(): Promise<readonly Row[]> {
  const crowd = new Crowd();
  // The relay gives each newcomer what there is of every cell.
  const ours = await Stage.open("ours", crowd, CELLS * VIEWERS);
  const peer = await Stage.open("peer", crowd, 0);
  try {
    const before = { ours: await crowd.tally("ours", 0), peer: await crowd.tally("peer", 0) };
    const best = await bestOfTurns(REPETITIONS, { ours: () => ours.advance(), peer: () => peer.advance() });
    const deliveries = REPETITIONS * TICKS * CELLS * VIEWERS;
    const after = { ours: await crowd.tally("ours", 0), peer: await crowd.tally("peer", 0) };
    mustAgree("cells received", after.ours.cells - before.ours.cells, deliveries);
    mustAgree("cells received by the peer's", after.peer.cells - before.peer.cells, deliveries);
    mustAgree("bytes received", after.ours.bytes - before.ours.bytes, after.peer.bytes - before.peer.bytes);
    mustAgree("sum of all bytes", sumBetween(before.ours, after.ours), sumBetween(before.peer, after.peer));
    return [
      {
        what: `fan-out, ${VIEWERS} viewers x ${CELLS} cells x ${CELL_BYTES} B a tick`,
        unit: "µs of server CPU a delivery",
        ours: best.ours,
        peer: { name: `${withVersion("socket.io")} Buffer emit`, figure: best.peer },
        bar: { kind: "times", factor: 10 },
      },
    ];
  } finally {
    for (const one of [ours, peer, crowd]) one.end();
  }
}

function sumBetween(before: Tally, after: Tally): number {
  return (after.sum - before.sum + SUM_MODULUS) % SUM_MODULUS;
}

function child(module: string, ...args: string[]): ChildProcess {
  return fork(fileURLToPath(new URL(module, import.meta.url)), args);
}

/** What a process of ours says next. */
async function next<Word>(process: ChildProcess): Promise<Word> {
  const [word] = await once(process, "message");
  return word;
}

/** The viewers of both servers, in a process of their own: what they cost must not be counted with the servers. */
class Crowd {
  readonly #process = child("./lib/fan-out-clients.ts");

  order(order: CrowdOrder): void {
    this.#process.send(order);
  }

  /** What has arrived, as soon as it is so many cells. */
  async tally(side: Side, cells: number): Promise<Tally> {
    const told = next<Tally>(this.#process);
    this.order({ kind: "tell", side, cells });
    const tally = await told;
    mustAgree("whose viewers tell", tally.side, side);
    return tally;
  }

  end(): void {
    this.#process.kill();
  }
}

/** One of the servers, and how far it has come. */
class Stage {
  readonly #side: Side;
  readonly #crowd: Crowd;
  readonly #process: ChildProcess;
  #tick = 1;
  #cells: number;

  private constructor(side: Side, crowd: Crowd, process: ChildProcess, cells: number) {
    this.#side = side;
    this.#crowd = crowd;
    this.#process = process;
    this.#cells = cells;
  }

  /** Resolves when all viewers are there and have the cells that they are given at first. */
  static async open(side: Side, crowd: Crowd, cellsAtFirst: number): Promise<Stage> {
    const process = child("./lib/fan-out-server.ts", side, String(1 + REPETITIONS * TICKS));
    const word = await next<StageWord>(process);
    if (word.kind !== "listening") throw new Error("a server that does not listen");
    crowd.order({ kind: "connect", side, url: word.url, viewers: VIEWERS, rooms: CELLS });
    for (;;) {
      const { connected, cells } = await crowd.tally(side, cellsAtFirst);
      if (connected === VIEWERS && cells >= cellsAtFirst) return new Stage(side, crowd, process, cells);
      await delay(20);
    }
  }

  /** Shows TICKS ticks to everyone, one after the other; µs of the server's CPU per cell and viewer. */
  async advance(): Promise<number> {
    await this.#spentUs();
    this.#order({ kind: "show", first: this.#tick + 1, last: this.#tick + TICKS });
    this.#tick += TICKS;
    this.#cells += TICKS * CELLS * VIEWERS;
    await this.#crowd.tally(this.#side, this.#cells);
    return (await this.#spentUs()) / (TICKS * CELLS * VIEWERS);
  }

  end(): void {
    this.#process.kill();
  }

  async #spentUs(): Promise<number> {
    const told = next<StageWord>(this.#process);
    this.#order({ kind: "spent" });
    const word = await told;
    if (word.kind !== "spent") throw new Error("a server that does not say what it spent");
    return word.us;
  }

  #order(order: StageOrder): void {
    this.#process.send(order);
  }
}
