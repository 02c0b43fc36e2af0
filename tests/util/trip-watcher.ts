import type { LegEvent, WireEvent } from "#city/protocol/wire-types.ts";

interface Chain {
  /** The last legs told that were not taken back, newest last. */
  legs: LegEvent[];
  /** Ms up to which the last leg counts: its end, or where it was cancelled. */
  untilMs: number;
  /** Whether the very next thing must be the following stretch. */
  mustGoOn: boolean;
}

const LEGS_REMEMBERED = 16;

/**
 * Follows every body's stretches through all districts' events and collects what breaks the promise: a trip's stretches
 * follow each other without a gap in time or space, each is told once, and none later than when it begins.
 */
export class TripWatcher {
  readonly faults: string[] = [];
  legs = 0;
  cancels = 0;
  readonly #chains = new Map<number, Chain>();
  readonly #told = new Map<number, Map<string, number>>();

  /** Takes one district's events of the tick that covers [startMs, startMs + tickMs). */
  take(events: readonly WireEvent[], startMs: number, tickMs: number): void {
    for (const event of events) {
      if (event.kind === "leg") this.#leg(event, startMs, tickMs);
      else if (event.kind === "cancel") this.#cancel(event.agent, event.atMs);
      else if (event.kind === "stand") this.#stand(event.agent, event.sinceMs);
    }
  }

  #leg(leg: LegEvent, startMs: number, tickMs: number): void {
    this.legs++;
    const name = `agent ${leg.agent} leg ${leg.startMs}..${leg.endMs} in ${leg.neighborhood}`;
    const told = this.#told.get(leg.agent) ?? new Map<string, number>();
    this.#told.set(leg.agent, told);
    if (told.has(name)) this.faults.push(`${name} told twice`);
    told.set(name, leg.startMs);
    if (leg.startMs < startMs || leg.startMs >= startMs + 2 * tickMs)
      this.faults.push(`${name} told at ${startMs}`);
    if (leg.endMs < leg.startMs) this.faults.push(`${name} runs backwards`);
    const before = this.#chains.get(leg.agent);
    if (before !== undefined) {
      if (leg.startMs < before.untilMs) this.faults.push(`${name} begins before ${before.untilMs}`);
      const last = before.legs.at(-1);
      if (before.mustGoOn && (leg.startMs !== before.untilMs || leg.nodes[0] !== last?.nodes.at(-1))) {
        this.faults.push(`${name} does not follow ${last?.endMs}, node ${last?.nodes.at(-1)}`);
      }
      const cameBy = last === undefined || last.nodes.includes(leg.nodes[0] ?? -1) || leg.fromBuilding >= 0;
      if (!cameBy) this.faults.push(`${name} begins elsewhere`);
    }
    const legs = [...(before?.legs ?? []).slice(-LEGS_REMEMBERED), leg];
    this.#chains.set(leg.agent, { legs, untilMs: leg.endMs, mustGoOn: leg.then === "onward" });
  }

  #cancel(agent: number, atMs: number): void {
    this.cancels++;
    // What was taken back may be told again: the new trip can begin along the same street.
    for (const [name, startMs] of this.#told.get(agent) ?? [])
      if (startMs >= atMs) this.#told.get(agent)?.delete(name);
    const chain = this.#chains.get(agent);
    if (chain === undefined) return;
    chain.legs = chain.legs.filter((leg) => leg.startMs < atMs);
    chain.untilMs = Math.min(chain.untilMs, atMs);
    chain.mustGoOn = false;
  }

  #stand(agent: number, sinceMs: number): void {
    const chain = this.#chains.get(agent);
    if (chain === undefined) return;
    if (sinceMs < chain.untilMs)
      this.faults.push(`agent ${agent} stands at ${sinceMs} before ${chain.untilMs}`);
    chain.untilMs = sinceMs;
    chain.mustGoOn = false;
  }
}
