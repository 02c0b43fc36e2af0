/** A district as those see it who run the city. */
export interface AdminDistrict {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly tick: number;
  /** Who runs it; null: nobody. */
  readonly worker: string | null;
  /** Ms until the lease runs out; null: nobody holds one. */
  readonly lease_left_ms: number | null;
  readonly generation: number;
  /** Ticks it is behind the clock; one is always under way. */
  readonly late_ticks: number;
  readonly agents: number;
  readonly letters_waiting: number;
  /** Age of the oldest waiting letter in ticks. */
  readonly oldest_letter_ticks: number | null;
  readonly money_cents: number;
}

/** The city as those see it who run it. */
export interface AdminCity {
  readonly name: string;
  /** Tick that is due now. */
  readonly tick: number;
  readonly frozen: boolean;
  /** Simulated seconds a second; while frozen, the speed it had. */
  readonly speed: number;
  /** Simulated ms of a tick. */
  readonly tick_ms: number;
  /** Money in districts and letters, and what there was at genesis: the same when all is well. */
  readonly held_cents: number;
  readonly under_way_cents: number;
  readonly genesis_cents: number;
  readonly districts: readonly AdminDistrict[];
}

/** An agent as moderators see it. */
export interface AdminAgent {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** Public id and name of the person it belongs to, or null. */
  readonly owner_id: string | null;
  readonly owner_name: string | null;
  readonly district: string | null;
  readonly state: "living" | "paused" | "frozen" | "retired";
  readonly created_at: string;
}

/** Fastest that the clock may run: simulated seconds a second. */
export const ADMIN_SPEED_MAX = 3_600;
