import type { FastifyInstance } from "fastify";
import { formatId, type IdPrefix, MAIN_WORLD, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { LooksReply, PicturesReply } from "#city/protocol/messages.ts";
import { packLook } from "#city/world/look.ts";
import { readLooks } from "#server/agents/look-store.ts";
import { createBatchCache } from "#server/cache/batch-cache.ts";
import type { ParcelReader } from "#server/property/parcel-reader.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import { badQuery, textFrom } from "./query.ts";

const CACHED = `public, max-age=${LIMITS.appearanceCacheMs / 1_000}`;

/** What viewers need to draw agents and houses as people chose them: asked for in batches, kept for a while, seen by everybody. */
export function registerAppearanceRoutes(
  app: FastifyInstance,
  { pool, nowMs }: ApiParts,
  limitAddress: Authenticator["limitAddress"],
  reader: ParcelReader,
): void {
  const kept = { keptMs: LIMITS.appearanceCacheMs, heldMax: LIMITS.appearancesHeldMax, nowMs };
  const looks = createBatchCache({ read: (agents) => readLooks(pool, MAIN_WORLD, agents), ...kept });
  const pictures = createBatchCache({ read: reader.pictures, ...kept });
  app.register(async (scope) => {
    scope.addHook("onRequest", limitAddress);
    scope.get("/api/v1/looks", async (request, reply): Promise<LooksReply> => {
      const found = await looks(numbersFrom(request.query, "agents", "agt"));
      reply.header("cache-control", CACHED);
      return {
        looks: [...found].map(([agent, look]) => [formatId("agt", MAIN_WORLD, agent), packLook(look)]),
      };
    });
    scope.get("/api/v1/pictures", async (request, reply): Promise<PicturesReply> => {
      const found = await pictures(numbersFrom(request.query, "parcels", "prc"));
      reply.header("cache-control", CACHED);
      return { pictures: [...found].map(([parcel, url]) => [formatId("prc", MAIN_WORLD, parcel), url]) };
    });
  });
}

/** The numbers of ids that stand in the query, with commas between them. Throws ApiFault. */
function numbersFrom(query: unknown, name: string, prefix: IdPrefix): number[] {
  const ids = (textFrom(query, name) ?? "").split(",");
  if (ids.length > LIMITS.appearancesPerRequestMax)
    throw badQuery(`The query's "${name}" may name at most ${LIMITS.appearancesPerRequestMax}.`);
  return ids.map((id) => {
    const parsed = parseId(prefix, id);
    if (parsed.ok && parsed.value.world === MAIN_WORLD && parsed.value.index < NUMBERS_END)
      return parsed.value.index;
    throw badQuery(`The query's "${name}" must be ids of the form ${prefix}_…, with commas between them.`);
  });
}

/** What a signed 32-bit column holds ends here. */
const NUMBERS_END = 2 ** 31;
