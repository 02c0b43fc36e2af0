import { assert, assertExists } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import type { AcceptBatch, AcceptOutcome, AcceptRow } from "./accept-store.ts";
import { databaseFault } from "./database-fault.ts";

export interface AcceptQueue {
  /** Resolves once the action is committed, or with why it is not. Never rejects. */
  accept(row: AcceptRow): Promise<AcceptOutcome>;
  /** Actions that wait for a statement or are in one. */
  readonly size: number;
  /** Waits until nothing is under way. New actions are refused from now on. */
  close(): Promise<void>;
}

interface Waiting {
  readonly row: AcceptRow;
  readonly settle: (outcome: AcceptOutcome) => void;
}

export interface AcceptQueueOptions {
  readonly commit: AcceptBatch;
  readonly onFault: (error: unknown, row: AcceptRow | null) => void;
}

/**
 * Joins what callers bring into few statements, a fixed number of lanes at a time. An agent always has the same lane,
 * so that its actions keep their order and no two statements count its waiting actions at once.
 */
export function createAcceptQueue({ commit, onFault }: AcceptQueueOptions): AcceptQueue {
  let size = 0;
  let closed = false;
  let onEmpty: (() => void) | null = null;
  const lanes = Array.from({ length: LIMITS.acceptLanes }, () => createLane(commit, onFault));

  function settled(): void {
    size -= 1;
    if (size === 0) onEmpty?.();
  }

  return {
    accept(row) {
      if (closed || size >= LIMITS.acceptQueueMax) return Promise.resolve({ kind: "unavailable" });
      size += 1;
      const lane = assertExists(lanes[row.agent % lanes.length], "an agent's number picks a lane");
      return lane(row).finally(settled);
    },
    get size() {
      return size;
    },
    async close() {
      closed = true;
      if (size > 0) {
        await new Promise<void>((resolve) => {
          onEmpty = resolve;
        });
      }
    },
  };
}

/** One statement at a time; whatever comes meanwhile goes into the next one. */
function createLane(commit: AcceptBatch, onFault: AcceptQueueOptions["onFault"]) {
  let queue: Waiting[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, LIMITS.acceptBatchMax);
      const alive = await commitOrSplit(batch);
      if (alive) continue;
      // Whoever waits behind a database that is down is told at once instead of one time limit later each.
      const stranded = queue;
      queue = [];
      for (const { settle } of stranded) settle({ kind: "unavailable" });
    }
    busy = false;
  }

  /** False when the database is down. One bad row must not fail the others: the batch is halved until it stands alone. */
  async function commitOrSplit(batch: readonly Waiting[]): Promise<boolean> {
    try {
      const outcomes = await commit(batch.map(({ row }) => row));
      assert(outcomes.length === batch.length, "one outcome for each accepted action");
      for (const [i, { settle }] of batch.entries()) settle(outcomes[i] ?? { kind: "unavailable" });
      return true;
    } catch (error) {
      const fault = databaseFault(error);
      if (fault !== "data" || batch.length === 1) return refuse(batch, error, fault === "down");
      const half = batch.length >> 1;
      const first = await commitOrSplit(batch.slice(0, half));
      return (await commitOrSplit(batch.slice(half))) && first;
    }
  }

  function refuse(batch: readonly Waiting[], error: unknown, down: boolean): boolean {
    onFault(error, down ? null : (batch[0]?.row ?? null));
    for (const { settle } of batch) settle({ kind: down ? "unavailable" : "refused" });
    return !down;
  }

  return (row: AcceptRow): Promise<AcceptOutcome> =>
    new Promise((settle) => {
      queue.push({ row, settle });
      if (busy) return;
      busy = true;
      // After the events of this turn, so that callers who come together share a statement.
      setImmediate(() => void drain());
    });
}
