import { LIMITS } from "#city/limits.ts";
import { unpacked } from "./packed-bytes.ts";
import type { TickStore } from "./tick-store.ts";

export interface LetterRow {
  readonly from: number;
  readonly to: number;
  readonly tick: number;
  readonly seq: number;
  readonly kind: string;
  readonly cents: number;
  readonly body: Uint8Array;
}

/** Letters this district can consume at `tick`: those sent before it, the oldest first, as many as fit in a tick. */
export async function readLetters(
  store: TickStore,
  world: number,
  district: number,
  tick: number,
): Promise<LetterRow[]> {
  // Bytes of their own kind come as two characters each, and take the database longest to write.
  const rows = await store.query<Omit<LetterRow, "body"> & { readonly body: string }>(
    "letters_read",
    `SELECT from_district AS "from", to_district AS "to", tick, seq, kind, cents, encode(body, 'base64') AS body FROM tick.letter
     WHERE world_id = $1 AND to_district = $2 AND tick < $3
     ORDER BY tick, from_district, seq LIMIT $4`,
    [world, district, tick, LIMITS.lettersPerTickMax],
  );
  return rows.map((row) => ({ ...row, body: unpacked(Buffer.from(row.body, "base64")) }));
}
