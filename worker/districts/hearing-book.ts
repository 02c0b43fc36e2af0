import { LIMITS } from "#city/limits.ts";
import { readHeard } from "#server/db/log-store.ts";
import type { Pool } from "#server/db/pool.ts";
import type { HeardRow } from "#server/db/tick-statement.ts";
import type { Heard, Letter } from "#sim";

/** For how many ticks something heard stays in observations: an agent may skip some. */
const KEPT_TICKS = 12;
const KINDS: readonly Heard["kind"][] = ["say", "whisper", "payment", "system"];

interface HeardAt {
  readonly tick: number;
  /** Which of those that this agent heard in that tick. */
  readonly index: number;
  readonly heard: Heard;
}

interface Ticks {
  oldest: number;
  newest: number;
}

/** What outside agents heard lately. One for all districts of a worker; what other workers' districts know is in the log. */
export class HearingBook {
  readonly #pool: Pool;
  readonly #world: number;
  readonly #heard = new Map<number, HeardAt[]>();
  /** The latest ticks of each district that were taken in without a gap. */
  readonly #covered = new Map<number, Ticks>();

  constructor(pool: Pool, world: number) {
    this.#pool = pool;
    this.#world = world;
  }

  /** Takes in what a tick of a district let agents hear; a second time changes nothing. */
  take(district: number, tick: number, heard: readonly (Heard | HeardRow)[]): void {
    this.#cover(district, tick);
    const counts = new Map<number, number>();
    for (const each of heard) {
      const index = counts.get(each.hearer) ?? 0;
      counts.set(each.hearer, index + 1);
      const kind = KINDS.find((known) => known === each.kind);
      if (kind !== undefined) this.#add({ tick, index, heard: { ...each, kind } });
    }
  }

  /** What `agent` heard in the last ticks up to `tick`, oldest first. */
  of(agent: number, tick: number): readonly HeardAt[] {
    const recent = (this.#heard.get(agent) ?? []).filter((entry) => entry.tick > tick - KEPT_TICKS);
    if (recent.length === 0) this.#heard.delete(agent);
    return recent;
  }

  /** Learns what those who come with these letters heard before, where that was another worker's to know. */
  async follow(letters: readonly Letter[], tick: number): Promise<void> {
    const isNew = ({ kind, from, tick: sent }: Letter) =>
      kind === "handoff" && !this.#covers(from, sent, tick);
    if (letters.some(isNew)) await this.load(tick);
  }

  /** Reads what was heard in the whole city in the last ticks up to `tick`. */
  async load(tick: number): Promise<void> {
    this.#forget();
    // From the newest on: then a gap is closed from above.
    const rows = await readHeard(this.#pool, this.#world, Math.max(1, tick - KEPT_TICKS + 1), tick);
    for (const row of rows.reverse()) this.take(row.district, row.tick, row.heard);
  }

  /** Drops what no district asks for any more, be it ever so late. */
  #forget(): void {
    const latest = Math.min(...[...this.#covered.values()].map(({ newest }) => newest));
    for (const [agent, list] of this.#heard)
      if ((list.at(-1)?.tick ?? 0) <= latest - KEPT_TICKS) this.#heard.delete(agent);
  }

  #cover(district: number, tick: number): void {
    const known = this.#covered.get(district);
    if (known === undefined || tick > known.newest + 1)
      this.#covered.set(district, { oldest: tick, newest: tick });
    else if (tick > known.newest) known.newest = tick;
    else if (tick === known.oldest - 1) known.oldest = tick;
  }

  /** Whether all is known of a district that somebody left at `sent` and who is asked about at `tick`. */
  #covers(district: number, sent: number, tick: number): boolean {
    const known = this.#covered.get(district);
    return known !== undefined && known.oldest <= Math.max(1, tick - KEPT_TICKS + 1) && known.newest >= sent;
  }

  #add(entry: HeardAt): void {
    const { hearer } = entry.heard;
    const list = this.#heard.get(hearer) ?? [];
    if (list.some(({ tick, index }) => tick === entry.tick && index === entry.index)) return;
    list.push(entry);
    list.sort((a, b) => a.tick - b.tick || a.index - b.index);
    if (list.length > LIMITS.messagesPerObservationMax) list.shift();
    this.#heard.set(hearer, list);
  }
}
