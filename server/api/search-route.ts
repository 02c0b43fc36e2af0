import type { FastifyInstance } from "fastify";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import type { FoundAgent, SearchView } from "#city/protocol/search-views.ts";
import { hashText } from "#city/rng.ts";
import { lookOfAgent, packLook } from "#city/world/look.ts";
import { readLooks } from "#server/agents/look-store.ts";
import { createResidentFinder } from "#server/agents/resident-finder.ts";
import { type FoundName, findAgentsByName } from "#server/db/agent-name-store.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Estate } from "#server/property/estate.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import { badQuery, textFrom } from "./query.ts";

const QUERY_CHARS_MIN = 2;
const QUERY_CHARS_MAX = 60;
/** Of each kind: a list to choose from, not to read. */
const FOUND_MAX = 6;

/** Finds agents and residents by name and parcels by address, for whoever types; people never. */
export function registerSearchRoute(
  app: FastifyInstance,
  { pool, city }: Pick<ApiParts, "pool" | "city">,
  { limitAddress }: Authenticator,
  estate: Estate,
): void {
  const findResidents = createResidentFinder();
  app.get("/api/v1/search", { onRequest: limitAddress }, async (request): Promise<SearchView> => {
    const query = (textFrom(request.query, "q") ?? "").trim();
    if (query.length < QUERY_CHARS_MIN || query.length > QUERY_CHARS_MAX) {
      throw badQuery(`The query's "q" must have ${QUERY_CHARS_MIN} to ${QUERY_CHARS_MAX} characters.`);
    }
    const [agents, { all, index }] = await Promise.all([
      findAgentsByName(pool, MAIN_WORLD, query, FOUND_MAX),
      estate.parcels(),
    ]);
    // How many residents there are the city itself tells; until it was heard from there are none to find.
    const ground = { seed: hashText(index.seed), population: city.city()?.population ?? 0 };
    const residents = findResidents(ground, query, FOUND_MAX).map((one) => ({
      ...one,
      kind: "resident" as const,
    }));
    return {
      agents: await withLooks(pool, agents),
      residents: residents.map((one) => foundAgent(one, packLook(lookOfAgent(one.number)))),
      parcels: parcelsIn(all, query),
    };
  });
}

async function withLooks(pool: Pool, found: readonly FoundName[]): Promise<FoundAgent[]> {
  const looks = await readLooks(
    pool,
    MAIN_WORLD,
    found.map(({ number }) => number),
  );
  return found.map((one) => foundAgent(one, packLook(looks.get(one.number) ?? lookOfAgent(one.number))));
}

function foundAgent({ number, name, kind }: FoundName, look: number): FoundAgent {
  return { id: formatId("agt", MAIN_WORLD, number), name, kind, look };
}

function parcelsIn(
  all: readonly { readonly parcel: number; readonly address: string }[],
  query: string,
): SearchView["parcels"] {
  const wanted = query.toLowerCase();
  const found = [];
  for (const { parcel, address } of all) {
    if (found.length === FOUND_MAX) break;
    if (address.toLowerCase().includes(wanted))
      found.push({ id: formatId("prc", MAIN_WORLD, parcel), address });
  }
  return found;
}
