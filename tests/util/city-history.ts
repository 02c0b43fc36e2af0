import { SPEC_VERSION } from "#city/protocol/version.ts";
import { createFolderBlobs } from "#server/assets/folder-blobs.ts";
import { readLog } from "#server/db/log-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { readSnapshot } from "#server/db/snapshot-store.ts";
import type { LogRow } from "#server/db/tick-statement.ts";
import { readDistrictTicks, readWorld } from "#server/db/world-store.ts";
import { createContext, ENGINE_VERSION, type Letter, type StepOutput } from "#sim";
import { decodeInputs } from "#worker/districts/inputs.ts";
import { replayTick } from "#worker/districts/recover.ts";
import { openSnapshot } from "#worker/districts/snapshots.ts";
import { engineHash } from "#worker/engine-hash.ts";
import { genesisOf } from "#worker/genesis.ts";
import { loadPlan } from "#worker/load-plan.ts";

/** What the whole log of a world says, proven by a replay from genesis. */
export interface CityHistory {
  readonly genesisCents: number;
  readonly districts: number;
  /** Lowest last tick of all districts. */
  readonly ticks: number;
  /** Money held by all districts and under way in letters after each tick, cents; index 0 is tick 1. */
  readonly sumsCents: readonly number[];
  /** For each action stamped, the ticks that took it in. */
  readonly stamped: ReadonlyMap<number, readonly number[]>;
  /** Letters that were sent and not consumed by any tick of the log. */
  readonly unread: string[];
  /** Letters consumed that were never sent, or consumed more than once. */
  readonly phantom: readonly string[];
  /** By district: Unix ms of each tick's commit, index 0 is tick 1. */
  readonly committedMs: ReadonlyMap<number, readonly number[]>;
}

/** Replays every district from genesis, proving each hash of state and chain. Rejects where anything differs. */
export async function replayCity(pool: Pool, blobDir: string): Promise<CityHistory> {
  const world = await readWorld(pool, 1);
  if (world === null) throw new Error("there is no world");
  const { plan } = await loadPlan(createFolderBlobs(blobDir), world.planHash);
  const context = createContext(plan, genesisOf(world));
  const versions = {
    engineVersion: ENGINE_VERSION,
    engineHash: engineHash(),
    specVersion: SPEC_VERSION,
    planHash: world.planHash,
  };
  const lasts = await readDistrictTicks(pool, 1);
  const book = new HistoryBook();
  for (const { number, tick: last } of lasts) {
    const snapshot = await readSnapshot(pool, 1, number, 0);
    if (snapshot === null) throw new Error(`district ${number} has no genesis`);
    const live = { state: openSnapshot(context, snapshot), position: snapshot };
    const rows = await readLog(pool, 1, number, 1, last);
    if (rows.length !== last)
      throw new Error(`district ${number}: ${rows.length} log rows for ${last} ticks`);
    for (const row of rows) book.take(number, row, replayTick({ context, versions }, live, row));
  }
  const ticks = Math.min(...lasts.map((row) => row.tick));
  return { genesisCents: world.genesisCents, districts: lasts.length, ticks, ...book.close(ticks) };
}

/** Collects what the ticks of all districts say, one district after another. */
class HistoryBook {
  readonly #sums: number[] = [];
  readonly #flowCents = new Map<number, number>();
  readonly #stamped = new Map<number, number[]>();
  readonly #sent = new Set<string>();
  readonly #consumed: string[] = [];
  readonly #committedMs = new Map<number, number[]>();

  take(district: number, row: LogRow, output: StepOutput): void {
    const input = decodeInputs(row.inputs);
    for (const letter of output.letters) this.#sent.add(keyOf(letter));
    for (const letter of input.letters) this.#consumed.push(keyOf(letter));
    for (const { seq } of input.actions)
      this.#stamped.set(seq, [...(this.#stamped.get(seq) ?? []), row.tick]);
    const flow = (this.#flowCents.get(district) ?? 0) + sumOf(output.letters) - sumOf(input.letters);
    this.#flowCents.set(district, flow);
    this.#sums[row.tick - 1] = (this.#sums[row.tick - 1] ?? 0) + row.moneyCents + flow;
    this.#committedMs.set(district, [...(this.#committedMs.get(district) ?? []), row.wallMs]);
  }

  close(ticks: number): Omit<CityHistory, "genesisCents" | "districts" | "ticks"> {
    const seen = new Set<string>();
    const phantom = this.#consumed.filter((key) => !this.#sent.has(key) || seen.size === seen.add(key).size);
    return {
      sumsCents: this.#sums.slice(0, ticks),
      stamped: this.#stamped,
      unread: [...this.#sent].filter((key) => !seen.has(key)),
      phantom,
      committedMs: this.#committedMs,
    };
  }
}

function keyOf(letter: Letter): string {
  return `${letter.from}/${letter.to}/${letter.tick}/${letter.seq}`;
}

function sumOf(letters: readonly Letter[]): number {
  return letters.reduce((sum, letter) => sum + letter.cents, 0);
}
