import { formatId } from "#city/ids.ts";
import type { PartyView } from "#city/protocol/estate-views.ts";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import type { Pool } from "#server/db/pool.ts";

/** Agents and people by number. */
export interface Parties {
  /** Null for null. */
  of(number: number | null): PartyView | null;
  /** The person behind a number: themselves, or an agent's owner; null: nobody. */
  personOf(number: number | null): number | null;
}

interface Row {
  readonly number: number;
  readonly name: string;
  readonly user_id: number | null;
}

/** Reads who these numbers are; `asker` is a person's number, or null. Of numbers that are not there only the id is known. */
export async function readParties(
  pool: Pool,
  world: number,
  numbers: Iterable<number | null>,
  asker: number | null,
): Promise<Parties> {
  const wanted = [...new Set(numbers)].filter((number) => number !== null);
  const known = new Map<number, Row>();
  if (wanted.length > 0) {
    const { rows } = await pool.query<Row>({
      name: "parties",
      text: `SELECT a.number, coalesce(u.name, a.name) AS name, a.user_id
             FROM agent a LEFT JOIN app_user u ON u.id = a.number
             WHERE a.world_id = $1 AND a.number = ANY($2::bigint[])`,
      values: [world, wanted],
    });
    for (const row of rows) known.set(row.number, row);
  }
  const personOf = (number: number | null) =>
    number === null ? null : number >= OWNER_BASE ? number : (known.get(number)?.user_id ?? null);
  return {
    personOf,
    of(number) {
      if (number === null) return null;
      const id = partyId(world, number);
      const kind = number >= OWNER_BASE ? "person" : "agent";
      const mine = asker !== null && personOf(number) === asker;
      return { id, kind, name: known.get(number)?.name ?? id, mine };
    },
  };
}

/** usr_… of a person's number, agt_… of an agent's. */
export function partyId(world: number, number: number): string {
  return formatId(number >= OWNER_BASE ? "usr" : "agt", world, number);
}

/** Numbers that are a person's: their own, and their agents', ascending. */
export async function numbersOf(pool: Pool, world: number, person: number): Promise<number[]> {
  const { rows } = await pool.query<{ number: number }>({
    name: "numbers-of",
    text: "SELECT number FROM agent WHERE world_id = $1 AND user_id = $2 ORDER BY number",
    values: [world, person],
  });
  return [...rows.map(({ number }) => number), person];
}
