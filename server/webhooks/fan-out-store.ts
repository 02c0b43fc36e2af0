import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { Pool } from "#server/db/pool.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { FRONTIER } from "./webhook-store.ts";

/** Webhooks behind the city, with room in their queue. Whoever holds one does its whole pass; others take other ones. */
const TAKE = `
  SELECT w.id FROM webhook w
  WHERE w.disabled_at IS NULL AND w.cursor <> ${FRONTIER}
    AND (SELECT count(*) FROM (SELECT FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.status = 'waiting'
      LIMIT ${LIMITS.webhookWaitingMax}) q) < ${LIMITS.webhookWaitingMax}
  ORDER BY w.id LIMIT ${LIMITS.webhooksPerPass} FOR UPDATE SKIP LOCKED`;

/**
 * Makes messages of the feed's lines behind each cursor, and moves the cursors, in one statement: its one snapshot holds
 * all lines of every tick that it sees as committed. `mine` is judged by who owned and traded a parcel in that very tick.
 */
const FAN_OUT = `
  WITH hook AS (
    SELECT id, user_id, kinds, scope, coalesce(nullif(cursor, ''), '{}')::jsonb AS cursor FROM webhook WHERE id = ANY($1)
  ), span AS (
    SELECT h.id, d.number AS district, k.after, least(d.tick, k.after + ${LIMITS.webhookTicksPerPass}) AS upto
    FROM hook h CROSS JOIN district d
      CROSS JOIN LATERAL (SELECT coalesce((h.cursor ->> d.number::text)::int, d.tick) AS after) k
    WHERE d.world_id = ${MAIN_WORLD}
  ), ours AS (
    SELECT h.id, h.user_id AS number FROM hook h UNION ALL
    SELECT h.id, a.number FROM hook h JOIN agent a ON a.world_id = ${MAIN_WORLD} AND a.user_id = h.user_id
  ), line AS (
    SELECT h.id, f.tick, f.district, f.seq, f.kind, f.entry, f.slot
    FROM span s JOIN hook h ON h.id = s.id
      JOIN tick.feed f ON f.world_id = ${MAIN_WORLD} AND f.district = s.district AND f.tick > s.after AND f.tick <= s.upto
        AND f.slot IN ((s.after + 1) / ${LIMITS.ringSlotTicks} % ${LIMITS.ringSlots},
                       s.upto / ${LIMITS.ringSlotTicks} % ${LIMITS.ringSlots})
    WHERE (cardinality(h.kinds) = 0 OR f.kind = ANY(h.kinds))
      AND (h.scope = 'all'
        OR EXISTS (SELECT FROM ours o WHERE o.id = h.id AND o.number = f.agent)
        OR f.parcel IS NOT NULL AND (
          EXISTS (SELECT FROM deed e JOIN ours o ON o.id = h.id AND o.number IN (e.owner, e.tenant)
            WHERE e.world_id = ${MAIN_WORLD} AND e.parcel = f.parcel)
          OR EXISTS (SELECT FROM deed_event e JOIN ours o ON o.id = h.id AND o.number IN (e.giver, e.taker)
            WHERE e.world_id = ${MAIN_WORLD} AND e.parcel = f.parcel AND e.tick = f.tick)))
  ), made AS (
    INSERT INTO webhook_delivery (webhook_id, message_id, body, next_at)
    SELECT l.id, 'msg_' || substr(l.id, 5) || '_' || l.tick || '_' || l.district || '_' || l.seq,
      json_build_object('type', 'feed.' || l.kind, 'timestamp', coalesce(
        to_char(to_timestamp(g.wall_ms / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), 'data', l.entry)::text,
      now()
    FROM line l LEFT JOIN tick.log g
      ON g.slot = l.slot AND g.world_id = ${MAIN_WORLD} AND g.district = l.district AND g.tick = l.tick
    ORDER BY l.tick, l.district, l.seq
    ON CONFLICT (webhook_id, message_id) DO NOTHING
    RETURNING 1
  ), moved AS (
    UPDATE webhook w SET cursor = c.cursor
    FROM (SELECT id, jsonb_object_agg(district::text, upto)::text AS cursor FROM span GROUP BY id) c WHERE w.id = c.id
  )
  SELECT count(*) AS made FROM made`;

/** What one pass did. */
export interface Pass {
  readonly webhooks: number;
  readonly messages: number;
}

/** Makes the messages of webhooks that are behind. Any number of processes may do so at once. */
export async function fanOut(pool: Pool): Promise<Pass> {
  return inTransaction(pool, async (client) => {
    const taken = await client.query<{ id: string }>(TAKE);
    if (taken.rows.length === 0) return { webhooks: 0, messages: 0 };
    // A new statement sees everything that was committed before the rows were taken.
    const { rows } = await client.query<{ made: number }>(FAN_OUT, [taken.rows.map(({ id }) => id)]);
    return { webhooks: taken.rows.length, messages: Number(rows[0]?.made ?? 0) };
  });
}
