import type { Pool } from "#server/db/pool.ts";

/** A deed as its district's last tick left it. Cents, ticks, simulated days; null is "none". */
export interface Deed {
  readonly parcel: number;
  readonly district: number;
  readonly owner: number | null;
  readonly sinceTick: number;
  readonly priceCents: number | null;
  readonly letCents: number | null;
  readonly letDays: number | null;
  readonly tenant: number | null;
  readonly rentCents: number | null;
  readonly leaseUntilDay: number | null;
  readonly offerBy: number | null;
  readonly offerCents: number | null;
  readonly offerUntilTick: number | null;
  readonly balanceCents: number;
  readonly arrearsCents: number;
  readonly arrearsDay: number | null;
  readonly use: number | null;
  readonly colour: number | null;
  readonly title: string | null;
  readonly sign: string | null;
  readonly tick: number;
}

/** Deeds of one world by parcel, as of a short while ago. */
export type DeedWatch = () => Promise<ReadonlyMap<number, Deed>>;

/** All readers share one look into the table per this. */
const READ_EVERY_MS = 400;

/** A district's ticks are committed in order, so what is newer than the newest row known of it is all there is to read. */
const SELECT_NEWER = `
  SELECT d.parcel, d.district, d.owner, d.since_tick AS "sinceTick", d.price_cents AS "priceCents", d.let_cents AS "letCents",
    d.let_days AS "letDays", d.tenant, d.rent_cents AS "rentCents", d.lease_until_day AS "leaseUntilDay",
    d.offer_by AS "offerBy", d.offer_cents AS "offerCents", d.offer_until_tick AS "offerUntilTick",
    d.balance_cents AS "balanceCents", d.arrears_cents AS "arrearsCents", d.arrears_day AS "arrearsDay", d.use, d.colour, d.title, d.sign, d.tick
  FROM deed d LEFT JOIN unnest($2::int[], $3::int[]) AS k(district, tick) ON k.district = d.district
  WHERE d.world_id = $1 AND d.tick > coalesce(k.tick, -1)`;

/** Keeps a world's deeds in memory and reads what has changed since. Rejects when the database cannot be read. */
export function createDeedWatch(pool: Pool, world: number, nowMs: () => number): DeedWatch {
  const deeds = new Map<number, Deed>();
  const newest = new Map<number, number>();
  let reading: Promise<void> | null = null;
  let readAtMs = Number.NEGATIVE_INFINITY;

  async function read(): Promise<void> {
    const { rows } = await pool.query<Deed>({
      name: "deeds-newer",
      text: SELECT_NEWER,
      values: [world, [...newest.keys()], [...newest.values()]],
    });
    for (const deed of rows) {
      deeds.set(deed.parcel, deed);
      newest.set(deed.district, Math.max(newest.get(deed.district) ?? -1, deed.tick));
    }
    readAtMs = nowMs();
  }

  return async () => {
    if (reading === null && nowMs() - readAtMs >= READ_EVERY_MS) {
      reading = read().finally(() => {
        reading = null;
      });
    }
    await reading;
    return deeds;
  };
}
