import type { FastifyError, FastifyInstance, FastifyRequest } from "fastify";
import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { createImageMaker, type ImageFault } from "#server/property/building-image.ts";
import { hangImage, readImage, takeImageDown } from "#server/property/image-store.ts";
import type { ListedParcel } from "#server/property/parcel-list.ts";
import type { ParcelReader } from "#server/property/parcel-reader.ts";
import { readParties } from "#server/property/party-store.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { ApiFault, type Problem, sendProblem, unavailable } from "./problem.ts";

const TYPES = ["image/png", "image/jpeg", "image/webp"];

/** Pictures on buildings: hung and taken down by the parcel's owner, seen by everybody. */
export function registerImageRoutes(
  app: FastifyInstance,
  parts: ApiParts,
  limitAddress: Authenticator["limitAddress"],
  gate: PeopleGate,
  reader: ParcelReader,
): void {
  const { pool, blobs } = parts;
  const make = createImageMaker();

  /** Their own parcel, or one of an agent of theirs. Throws ApiFault. */
  async function ownParcel(request: FastifyRequest, id: string): Promise<ListedParcel> {
    const person = gate.userOf(request).userId;
    const listed = await reader.find(id);
    const owner = listed.deed?.owner ?? null;
    const parties = await readParties(pool, MAIN_WORLD, [owner], person);
    if (owner !== null && parties.personOf(owner) === person) return listed;
    throw new ApiFault({ code: "forbidden", detail: "Only the parcel's owner may hang a picture on it." });
  }

  app.get<{ Params: { hash: string } }>(
    "/api/v1/images/:hash",
    { onRequest: limitAddress },
    async (request, reply) => {
      const { hash } = request.params;
      const bytes = await readImage(blobs, hash);
      if (bytes === null)
        return sendProblem(reply, { code: "not_found", detail: "There is no such picture." });
      reply
        .header("cache-control", "public, max-age=31536000, immutable")
        .header("etag", `"${hash}"`)
        // It is a picture and nothing else, whoever opens it by itself.
        .header("content-security-policy", "default-src 'none'; sandbox")
        .header("cross-origin-resource-policy", "same-origin");
      if (request.headers["if-none-match"] === `"${hash}"`) return reply.code(304).send();
      return reply.header("content-type", "image/webp").send(bytes);
    },
  );

  app.register(async (scope) => {
    scope.addHook("onRequest", gate.requireUser);
    scope.addContentTypeParser(
      TYPES,
      { parseAs: "buffer", bodyLimit: LIMITS.imageBytesMax },
      async (_request: FastifyRequest, body: Buffer) => body,
    );
    scope.setErrorHandler((error: FastifyError, _request, reply) => {
      const known = BODY_FAULTS[error.statusCode ?? 0];
      if (known === undefined) throw error;
      return sendProblem(reply, known);
    });
    scope.put<ById>("/api/v1/parcels/:id/image", async (request) => {
      const { facts } = await ownParcel(request, request.params.id);
      if (!Buffer.isBuffer(request.body)) throw new ApiFault(WRONG_TYPE);
      const image = await make(request.body);
      if (!image.ok) throw new ApiFault(IMAGE_FAULTS[image.code]);
      const person = gate.userOf(request).userId;
      await hangImage(pool, blobs, MAIN_WORLD, { parcel: facts.parcel, person, image: image.value });
      const { hash, width, height } = image.value;
      return { image: `/api/v1/images/${hash}`, width, height };
    });
    scope.delete<ById>("/api/v1/parcels/:id/image", async (request, reply) => {
      const { facts } = await ownParcel(request, request.params.id);
      const wasThere = await takeImageDown(pool, blobs, MAIN_WORLD, facts.parcel);
      if (wasThere) return reply.code(204).send();
      return sendProblem(reply, { code: "not_found", detail: "There is no picture on this parcel." });
    });
  });
}

interface ById {
  readonly Params: { readonly id: string };
}

const WRONG_TYPE: Problem = {
  code: "unsupported_media_type",
  detail: "Send the picture itself, as image/png, image/jpeg or image/webp.",
};

const BODY_FAULTS: Readonly<Record<number, Problem>> = {
  413: {
    code: "too_large",
    detail: `A picture may have at most ${LIMITS.imageBytesMax / 1_048_576} MB.`,
  },
  415: WRONG_TYPE,
};

const IMAGE_FAULTS: { readonly [F in ImageFault]: Problem } = {
  not_an_image: { code: "invalid_body", detail: "This is no PNG, JPEG or WebP picture, or a damaged one." },
  too_many_pixels: {
    code: "too_large",
    detail: `A picture may have at most ${LIMITS.imagePixelsMax / 1_000_000} million pixels and ${LIMITS.imageSideMax} on a side.`,
  },
  busy: unavailable("Too many pictures are being looked at; try again."),
};
