import { dayOf } from "#city/world/calendar.ts";
import type { Pool } from "#server/db/pool.ts";

/** When a world's ticks were, or will be if nothing changes the clock. */
export interface TickTimes {
  /** ISO 8601 wall time of a tick; null where nothing tells it. */
  at(tick: number | null): string | null;
  /** Simulated day of a tick. */
  dayOf(tick: number): number;
  /** Newest committed tick. */
  readonly tick: number;
  /** Ticks of a simulated day. */
  readonly ticksPerDay: number;
}

interface Row {
  readonly tick: number;
  readonly wall_ms: number;
  readonly speed: number;
  readonly tick_ms: number;
  readonly start_of_day_ms: number;
  readonly newest: number | null;
}

/** Changes of the clock that are looked at: of older ticks the time is not told. */
const EPOCHS_MAX = 500;
const DAY_MS = 86_400_000;

/** Reads a world's clock. */
export async function readTickTimes(pool: Pool, world: number): Promise<TickTimes> {
  const { rows } = await pool.query<Row>({
    name: "tick-times",
    text: `SELECT c.tick, c.wall_ms, c.speed, w.tick_ms, w.start_of_day_ms,
             (SELECT max(d.tick) FROM district d WHERE d.world_id = w.id) AS newest
           FROM world w LEFT JOIN clock_epoch c ON c.world_id = w.id WHERE w.id = $1 ORDER BY c.epoch DESC LIMIT $2`,
    values: [world, EPOCHS_MAX],
  });
  const tickMs = rows[0]?.tick_ms ?? 60_000;
  const startOfDayMs = rows[0]?.start_of_day_ms ?? 0;
  return {
    tick: rows[0]?.newest ?? 0,
    ticksPerDay: Math.max(1, Math.round(DAY_MS / tickMs)),
    dayOf: (tick) => dayOf(startOfDayMs + tick * tickMs),
    at(tick) {
      const epoch = tick === null ? undefined : rows.find((row) => row.tick !== null && row.tick <= tick);
      if (tick === null || epoch === undefined) return null;
      const sinceMs = epoch.speed > 0 ? ((tick - epoch.tick) * tickMs) / epoch.speed : 0;
      return new Date(epoch.wall_ms + sinceMs).toISOString();
    },
  };
}
