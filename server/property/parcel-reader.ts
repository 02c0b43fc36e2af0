import { MAIN_WORLD, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { HistoryPage, ParcelDetail, ParcelPage, ParcelStates } from "#city/protocol/estate-views.ts";
import { ApiFault } from "#server/api/problem.ts";
import { badQuery, textFrom } from "#server/api/query.ts";
import { newestTick } from "#server/db/feed-store.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Estate } from "./estate.ts";
import { readHistory } from "./history-store.ts";
import { readImageRows } from "./image-store.ts";
import { readWaitingOrders } from "./order-store.ts";
import { type ListedParcel, listParcelPage, stateOf } from "./parcel-list.ts";
import { cursorText, parcelQueryFrom } from "./parcel-query.ts";
import { namedIn, parcelDetail, parcelView, pictureOf } from "./parcel-views.ts";
import { numbersOf, readParties } from "./party-store.ts";
import { readTickTimes } from "./tick-times-store.ts";

/** Answers what is asked about parcels. `asker` is a person's number, or null for a stranger. All throw ApiFault. */
export interface ParcelReader {
  list(query: unknown, asker: number | null): Promise<ParcelPage>;
  states(asker: number | null): Promise<ParcelStates>;
  find(id: string): Promise<ListedParcel>;
  detail(id: string, asker: number | null): Promise<ParcelDetail>;
  history(id: string, query: unknown, asker: number | null): Promise<HistoryPage>;
  /** Addresses of the pictures that hang on these parcels. */
  pictures(parcels: readonly number[]): Promise<ReadonlyMap<number, string>>;
}

export function createParcelReader(pool: Pool, estate: Estate): ParcelReader {
  const mineOf = async (asker: number | null) =>
    new Set(asker === null ? [] : await numbersOf(pool, MAIN_WORLD, asker));

  async function find(id: string): Promise<ListedParcel> {
    const parsed = parseId("prc", id);
    const { all } = await estate.parcels();
    const facts = parsed.ok && parsed.value.world === MAIN_WORLD ? all[parsed.value.index] : undefined;
    if (facts === undefined)
      throw new ApiFault({ code: "not_found", detail: "There is no parcel of this id." });
    return { facts, deed: (await estate.deeds()).get(facts.parcel) ?? null };
  }

  return {
    find,
    async list(query, asker) {
      const wanted = parcelQueryFrom(query);
      const [parcels, deeds, mine] = await Promise.all([estate.parcels(), estate.deeds(), mineOf(asker)]);
      const { found, next, counts } = listParcelPage(parcels.all, deeds, wanted, mine);
      const [parties, images] = await Promise.all([
        readParties(
          pool,
          MAIN_WORLD,
          found.map(({ deed }) => deed?.owner ?? null),
          asker,
        ),
        readImageRows(
          pool,
          MAIN_WORLD,
          found.map(({ facts }) => facts.parcel),
        ),
      ]);
      return {
        parcels: found.map((listed) => parcelView(MAIN_WORLD, parcels, listed, parties, images)),
        next: next === null ? null : cursorText(next),
        counts,
      };
    },
    async states(asker) {
      const [{ all }, deeds, mine, tick] = await Promise.all([
        estate.parcels(),
        estate.deeds(),
        mineOf(asker),
        newestTick(pool, MAIN_WORLD),
      ]);
      const parcels = all.flatMap((facts) => {
        const deed = deeds.get(facts.parcel) ?? null;
        const state = stateOf(facts, deed);
        return state === "unowned"
          ? []
          : [[facts.parcel, state, mine.has(deed?.owner ?? -1) ? 1 : 0] as const];
      });
      return { tick: tick ?? 0, parcels };
    },
    async detail(id, asker) {
      const listed = await find(id);
      const { parcel } = listed.facts;
      const [parcels, parties, images, times, waiting] = await Promise.all([
        estate.parcels(),
        readParties(pool, MAIN_WORLD, namedIn(listed.deed), asker),
        readImageRows(pool, MAIN_WORLD, [parcel]),
        readTickTimes(pool, MAIN_WORLD),
        asker === null ? [] : readWaitingOrders(pool, MAIN_WORLD, asker, { parcel: id }),
      ]);
      return parcelDetail(MAIN_WORLD, parcels, listed, parties, { images, times, waiting });
    },
    async history(id, query, asker) {
      const { facts } = await find(id);
      return historyPage(pool, facts.parcel, pointFrom(query), asker);
    },
    async pictures(parcels) {
      const [deeds, images] = await Promise.all([estate.deeds(), readImageRows(pool, MAIN_WORLD, parcels)]);
      const owners = [...images.keys()].map((parcel) => deeds.get(parcel)?.owner ?? null);
      const parties = await readParties(pool, MAIN_WORLD, owners, null);
      const found = new Map<number, string>();
      for (const parcel of images.keys()) {
        const picture = pictureOf(parcel, deeds.get(parcel) ?? null, parties, images);
        if (picture !== null) found.set(parcel, picture);
      }
      return found;
    },
  };
}

async function historyPage(
  pool: Pool,
  parcel: number,
  before: HistoryPoint | null,
  asker: number | null,
): Promise<HistoryPage> {
  const limit = LIMITS.historyPageMax;
  const rows = await readHistory(pool, MAIN_WORLD, parcel, before, limit);
  const named = rows.flatMap(({ giver, taker }) => [giver, taker]);
  const [parties, times] = await Promise.all([
    readParties(pool, MAIN_WORLD, named, asker),
    readTickTimes(pool, MAIN_WORLD),
  ]);
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return {
    lines: rows.map((row) => ({
      ...row,
      at: times.at(row.tick),
      giver: parties.of(row.giver),
      taker: parties.of(row.taker),
    })),
    next: last === undefined ? null : `${last.tick}-${last.seq}`,
  };
}

interface HistoryPoint {
  readonly tick: number;
  readonly seq: number;
}

function pointFrom(query: unknown): HistoryPoint | null {
  const text = textFrom(query, "before");
  if (text === null) return null;
  const [, tick, seq] = /^(\d{1,9})-(\d{1,9})$/.exec(text) ?? [];
  if (tick === undefined) throw badQuery('The query\'s "before" must be the "next" of the page before.');
  return { tick: Number(tick), seq: Number(seq) };
}
