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

/** What outside agents heard lately. One for all districts of a worker; what other workers' districts know is in the log. */
export class HearingBook {
  readonly #pool: Pool;
  readonly #world: number;
  readonly #heard = new Map<number, HeardAt[]>();
  /** Newest tick taken in of each district; the KEPT_TICKS before it were, too. */
  readonly #newest = new Map<number, number>();

  constructor(pool: Pool, world: number) {
    this.#pool = pool;
    this.#world = world;
  }

  /** Takes in what a tick of a district let agents hear; a second time changes nothing. */
  take(district: number, tick: number, heard: readonly (Heard | HeardRow)[]): void {
    this.#newest.set(district, Math.max(tick, this.#newest.get(district) ?? tick));
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
      kind === "handoff" && (this.#newest.get(from) ?? -1) < sent;
    if (letters.some(isNew)) await this.load(tick);
  }

  /** Reads what was heard in the whole city in the last ticks up to `tick`. */
  async load(tick: number): Promise<void> {
    for (const [agent, list] of this.#heard) {
      if ((list.at(-1)?.tick ?? 0) <= tick - 2 * KEPT_TICKS) this.#heard.delete(agent);
    }
    for (const row of await readHeard(this.#pool, this.#world, Math.max(1, tick - KEPT_TICKS + 1), tick)) {
      this.take(row.district, row.tick, row.heard);
    }
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
