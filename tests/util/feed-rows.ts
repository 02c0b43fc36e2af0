import { formatId, MAIN_WORLD } from "#city/ids.ts";
import type { FeedEntry } from "#city/protocol/messages.ts";
import type { Pool } from "#server/db/pool.ts";
import { slotOfTick } from "#server/db/tick-statement.ts";

export interface TestLine {
  readonly kind?: FeedEntry["kind"];
  readonly agent?: number;
  readonly parcel?: number;
  readonly text?: string;
}

/** Commits the next tick of a district with these lines in its feed, as a worker would; returns the tick. */
export async function addFeedTick(pool: Pool, district: number, lines: readonly TestLine[]): Promise<number> {
  const { rows } = await pool.query<{ tick: number }>(
    "SELECT tick FROM district WHERE world_id = $1 AND number = $2",
    [MAIN_WORLD, district],
  );
  const tick = (rows[0]?.tick ?? 0) + 1;
  const entries = lines.map(
    ({ kind = "speech", agent = -1, parcel, text = "something happens" }, i): FeedEntry => ({
      tick,
      district: formatId("dst", MAIN_WORLD, district),
      seq: i + 1,
      kind,
      agent: agent < 0 ? null : formatId("agt", MAIN_WORLD, agent),
      agentName: agent < 0 ? null : "Somebody",
      neighborhood: null,
      point: { x: 10, z: 20 },
      ...(parcel === undefined ? {} : { parcel: formatId("prc", MAIN_WORLD, parcel) }),
      text,
    }),
  );
  await pool.query(
    `WITH fed AS (
       INSERT INTO tick.feed (slot, world_id, district, tick, seq, kind, agent, entry)
       SELECT $1, $2, $3, $4, u.seq, u.kind, u.agent, u.entry::jsonb
       FROM unnest($5::text[], $6::bigint[], $7::text[]) WITH ORDINALITY AS u(kind, agent, entry, seq))
     UPDATE district SET tick = $4 WHERE world_id = $2 AND number = $3`,
    [
      slotOfTick(tick),
      MAIN_WORLD,
      district,
      tick,
      entries.map(({ kind }) => kind),
      lines.map(({ agent = -1 }) => agent),
      entries.map((entry) => JSON.stringify(entry)),
    ],
  );
  return tick;
}
