import { LIMITS } from "#city/limits.ts";
import type { Pool } from "./pool.ts";

/** Where a page of the feed ends: the next one begins before it. */
export interface FeedCursor {
  readonly tick: number;
  readonly district: number;
  readonly seq: number;
}

export interface FeedQuery {
  readonly world: number;
  /** Exclusive. */
  readonly before: FeedCursor;
  readonly limit: number;
  readonly kind: string | null;
  readonly agent: number | null;
}

export interface FeedRow extends FeedCursor {
  /** A FeedEntry. */
  readonly entry: unknown;
}

/** One ring slot at a time, newest first, so that each look is a walk along one index. */
const SELECT_SLOT = `
  SELECT tick, district, seq, entry FROM tick.feed
  WHERE slot = $1 AND world_id = $2 AND (tick, district, seq) < ($3, $4, $5)
    AND tick >= $6 AND ($7::text IS NULL OR kind = $7) AND ($8::bigint IS NULL OR agent = $8)
  ORDER BY tick DESC, district DESC, seq DESC LIMIT $9`;

/** Lines of the feed before a point, newest first. */
export async function readFeed(pool: Pool, query: FeedQuery): Promise<FeedRow[]> {
  const { before, limit } = query;
  const found: FeedRow[] = [];
  const newest = Math.floor(before.tick / LIMITS.ringSlotTicks);
  for (let era = newest; era >= 0 && era > newest - LIMITS.ringSlots && found.length < limit; era--) {
    const { rows } = await pool.query<FeedRow>({
      name: "feed-slot",
      text: SELECT_SLOT,
      values: [
        era % LIMITS.ringSlots,
        query.world,
        before.tick,
        before.district,
        before.seq,
        era * LIMITS.ringSlotTicks,
        query.kind,
        query.agent,
        limit - found.length,
      ],
    });
    found.push(...rows);
  }
  return found;
}

/** The newest committed tick of a world, or null before it began. */
export async function newestTick(pool: Pool, world: number): Promise<number | null> {
  const { rows } = await pool.query<{ tick: number | null }>({
    name: "newest-tick",
    text: "SELECT max(tick) AS tick FROM district WHERE world_id = $1",
    values: [world],
  });
  return rows[0]?.tick ?? null;
}
