import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { MAIN_WORLD } from "#city/ids.ts";
import type { ApiParts } from "#server/api/parts.ts";
import { sendProblem, unavailable } from "#server/api/problem.ts";
import { readPlanHash } from "#server/db/city-store.ts";
import { readPacked, unpack } from "./plan-files.ts";

/** The city plan's files. They never change under their address, so a browser fetches each once. */
export function registerPlanRoutes(
  app: FastifyInstance,
  { pool, blobs }: Pick<ApiParts, "pool" | "blobs">,
): void {
  app.get("/plan/current", async (_request, reply) => {
    const hash = await readPlanHash(pool, MAIN_WORLD);
    return hash === null
      ? sendProblem(reply, unavailable("The city has not been built yet; try again."))
      : { hash };
  });
  app.get<{ Params: { hash: string; file: string } }>("/plan/:hash/:file", async (request, reply) => {
    const { hash, file } = request.params;
    const bytes = await readPacked(blobs, hash, file);
    if (bytes === null)
      return sendProblem(reply, { code: "not_found", detail: "There is no such file of a plan." });
    return sendFile(request, reply, bytes, `"${hash.slice(0, 32)}-${file}"`);
  });
}

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  packed: Uint8Array,
  etag: string,
): Promise<FastifyReply> {
  reply
    .header("cache-control", "public, max-age=31536000, immutable")
    .header("etag", etag)
    .header("vary", "accept-encoding");
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  reply.header("content-type", "application/octet-stream");
  if (acceptsBrotli(request.headers["accept-encoding"]))
    return reply.header("content-encoding", "br").send(packed);
  return reply.send(await unpack(packed));
}

function acceptsBrotli(accepted: string | string[] | undefined): boolean {
  return /(^|[\s,])br(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(accepted ?? ""));
}
