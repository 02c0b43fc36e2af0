import type { FastifyInstance } from "fastify";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { findAgentsByName } from "#server/db/agent-name-store.ts";
import type { Estate } from "#server/property/estate.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import { badQuery, textFrom } from "./query.ts";

const QUERY_CHARS_MIN = 2;
const QUERY_CHARS_MAX = 60;
/** Of each kind: a list to choose from, not to read. */
const FOUND_MAX = 6;

/** Finds agents by name and parcels by address, for whoever types. */
export function registerSearchRoute(
  app: FastifyInstance,
  { pool }: Pick<ApiParts, "pool">,
  { limitAddress }: Authenticator,
  estate: Estate,
): void {
  app.get("/api/v1/search", { onRequest: limitAddress }, async (request) => {
    const query = (textFrom(request.query, "q") ?? "").trim();
    if (query.length < QUERY_CHARS_MIN || query.length > QUERY_CHARS_MAX) {
      throw badQuery(`The query's "q" must have ${QUERY_CHARS_MIN} to ${QUERY_CHARS_MAX} characters.`);
    }
    const [agents, { all }] = await Promise.all([
      findAgentsByName(pool, MAIN_WORLD, query, FOUND_MAX),
      estate.parcels(),
    ]);
    const wanted = query.toLowerCase();
    const parcels = [];
    for (const { parcel, address } of all) {
      if (parcels.length === FOUND_MAX) break;
      if (address.toLowerCase().includes(wanted)) {
        parcels.push({ id: formatId("prc", MAIN_WORLD, parcel), address });
      }
    }
    return {
      agents: agents.map(({ number, name }) => ({ id: formatId("agt", MAIN_WORLD, number), name })),
      parcels,
    };
  });
}
