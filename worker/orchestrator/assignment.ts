/** A lease that ran out is a stranger's to take only this much later: its holder may just be slow to renew. */
export const TAKEOVER_GRACE_MS = 2_000;
/** Districts handed over at a time: a snapshot costs the others of the process some of their tick. */
const HANDOVERS_MAX = 2;

/** A district as the database has it. */
export interface DistrictLease {
  readonly number: number;
  readonly generation: number;
  readonly owner: string | null;
  /** Ms until the lease runs out, below 0 when it has; null when it was given back. */
  readonly leftMs: number | null;
}

/** What one worker knows when it decides. */
export interface Standing {
  readonly me: string;
  /** Workers that live, in an order that all of them see. */
  readonly workers: readonly string[];
  /** All districts, ascending. */
  readonly districts: readonly DistrictLease[];
  /** Generation of each district that this process holds. */
  readonly held: ReadonlyMap<number, number>;
  /** Those of them that are being handed over. */
  readonly leaving: ReadonlySet<number>;
}

export interface Assignment {
  readonly claim: readonly number[];
  readonly handOver: readonly number[];
  /** Ms until a lease of a worker that is gone may be taken; Infinity when none is in sight. */
  readonly nextTakeoverMs: number;
  /** Another process took a district under this worker's own name. */
  readonly hasNamesake: boolean;
}

/** What a worker takes and what it lets go, so that every worker comes to its share and no district is moved without need. */
export function assign({ me, workers, districts, held, leaving }: Standing): Assignment {
  const share = shareOf(me, workers, districts.length);
  const others = districts.filter((each) => !held.has(each.number));
  // Whatever an earlier process of this name had: nobody else may take it yet, so waiting would only cost ticks.
  const own = others.filter((each) => each.owner === me);
  const free = others.filter((each) => each.owner !== me && isFree(each));
  const room = Math.max(0, share - held.size - own.length);
  const staying = [...held.keys()].filter((number) => !leaving.has(number)).sort((a, b) => a - b);
  const surplus = Math.max(0, staying.length - share);
  return {
    claim: [...own, ...rotated(free, workers.indexOf(me)).slice(0, room)].map((each) => each.number),
    handOver: staying.slice(staying.length - Math.max(0, Math.min(surplus, HANDOVERS_MAX - leaving.size))),
    nextTakeoverMs: nextTakeoverMs(me, others),
    hasNamesake: districts.some(
      (each) => each.owner === me && each.generation > (held.get(each.number) ?? each.generation),
    ),
  };
}

/** How many of `districts` a worker is to have: shares add up to all of them and differ by one at most. */
export function shareOf(me: string, workers: readonly string[], districts: number): number {
  const rank = workers.indexOf(me);
  // Not on record, as after a long standstill: nothing to claim before the others know of it.
  if (rank < 0) return 0;
  return Math.floor(districts / workers.length) + (rank < districts % workers.length ? 1 : 0);
}

function isFree({ leftMs }: DistrictLease): boolean {
  return leftMs === null || leftMs < -TAKEOVER_GRACE_MS;
}

function nextTakeoverMs(me: string, others: readonly DistrictLease[]): number {
  const waits = others.flatMap(({ owner, leftMs }) =>
    owner === me || leftMs === null ? [] : [leftMs + TAKEOVER_GRACE_MS],
  );
  // What may be taken already and is not, is more than the share: nothing to hurry for.
  return Math.min(...waits.filter((waitMs) => waitMs > 0));
}

/** Begins further on for each worker, so that those who claim at the same time do not all want the same. */
function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const start = list.length === 0 ? 0 : Math.max(0, by) % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
