import { LIMITS } from "#city/limits.ts";
import type { FeedEntry } from "#city/protocol/messages.ts";
import type { Pool } from "./pool.ts";

/** Where a page of the feed ends: the next one begins before it. */
export interface FeedCursor {
  readonly tick: number;
  readonly district: number;
  readonly seq: number;
}

/** Which lines of the feed; null: all of them. */
export interface FeedFilter {
  readonly kind: string | null;
  readonly agent: number | null;
  readonly district: number | null;
  readonly parcel: number | null;
}

export interface FeedQuery extends FeedFilter {
  readonly world: number;
  /** Exclusive. */
  readonly before: FeedCursor;
  readonly limit: number;
}

export interface FeedRow extends FeedCursor {
  readonly entry: FeedEntry;
}

/** Columns that lines are chosen by. Each has an index but the district, of which there are few. */
const FILTERS = ["kind", "agent", "district", "parcel"] as const;

/** Lines of the feed before a point, newest first: one ring slot at a time, so that each look is a walk along one index. */
export async function readFeed(pool: Pool, query: FeedQuery): Promise<FeedRow[]> {
  const { before, limit } = query;
  const found: FeedRow[] = [];
  const chosen = FILTERS.filter((name) => query[name] !== null);
  // A statement of its own for each choice, so that its plan can use the index that fits.
  const name = ["feed-slot", ...chosen].join("-");
  const text = `
    SELECT tick, district, seq, entry FROM tick.feed
    WHERE slot = $1 AND world_id = $2 AND (tick, district, seq) < ($3, $4, $5) AND tick >= $6
      ${chosen.map((column, i) => `AND ${column} = $${8 + i}`).join(" ")}
    ORDER BY tick DESC, district DESC, seq DESC LIMIT $7`;
  const newest = Math.floor(before.tick / LIMITS.ringSlotTicks);
  for (let era = newest; era >= 0 && era > newest - LIMITS.ringSlots && found.length < limit; era--) {
    const { rows } = await pool.query<FeedRow>({
      name,
      text,
      values: [
        era % LIMITS.ringSlots,
        query.world,
        before.tick,
        before.district,
        before.seq,
        era * LIMITS.ringSlotTicks,
        limit - found.length,
        ...chosen.map((column) => query[column]),
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
