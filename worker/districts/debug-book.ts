import { LIMITS } from "#city/limits.ts";
import type { DistrictDebug, TickTrace } from "#city/protocol/debug.ts";
import { handedOver, outsideAgents, population, waitingAtBorder } from "#sim";
import type { City } from "./city.ts";
import type { Lease, TickDone } from "./district-tick.ts";
import type { FrameSizeBook } from "./frame-sizes.ts";
import type { RouteWatch } from "./route-watch.ts";

/** What a worker has for those who look at its inner workings. */
export interface Debugging {
  readonly workerId: string;
  readonly routes: RouteWatch;
}

/** Keeps what one district's debug record is made of. */
export class DebugBook {
  readonly #city: Pick<City, "context">;
  readonly #debugging: Debugging;
  readonly #lease: Lease;
  readonly #sizes: FrameSizeBook;
  readonly #ticks: TickTrace[] = [];

  constructor(city: Pick<City, "context">, debugging: Debugging, lease: Lease, sizes: FrameSizeBook) {
    this.#city = city;
    this.#debugging = debugging;
    this.#lease = lease;
    this.#sizes = sizes;
  }

  /** The record of a tick whose frames have been sent; `latenessMs` is wall time after the instant it was due. */
  take({ live, step, stepMs, commitMs }: TickDone, latenessMs: number): DistrictDebug {
    const { deltas, keyframes } = this.#sizes.close();
    this.#ticks.push({
      tick: live.position.tick,
      latenessMs: rounded(latenessMs),
      stepMs: rounded(stepMs),
      commitMs: rounded(commitMs),
      handedIn: handedOver(step.input.letters),
      handedOut: handedOver(step.output.letters),
      deltaBytes: deltas.totalBytes,
    });
    if (this.#ticks.length > LIMITS.debugTicksKept) this.#ticks.shift();
    return {
      ...this.#lease,
      worker: this.#debugging.workerId,
      residents: population(live.state),
      outside: outsideAgents(live.state).length,
      waitingAtBorder: waitingAtBorder(live.state),
      closedBorders: step.input.closedBorders.slice(0, LIMITS.debugBordersMax),
      deltas,
      keyframes,
      routes: this.#routes(),
      ticks: [...this.#ticks],
    };
  }

  #routes(): DistrictDebug["routes"] {
    const { totalMs, slowestMs } = this.#debugging.routes;
    return {
      ...this.#city.context.routes.use(),
      builtMs: rounded(totalMs),
      slowestBuildMs: rounded(slowestMs),
    };
  }
}

/** To a tenth of a ms: the rest is noise and makes records long. */
function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
