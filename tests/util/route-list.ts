import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { FastifyInstance } from "fastify";

export interface Route {
  readonly method: string;
  readonly url: string;
}

/** Notes what Fastify itself says of every route that is added while `start` runs. */
export async function withRoutes<T>(start: () => Promise<T>): Promise<[T, readonly Route[]]> {
  const routes: Route[] = [];
  const note = (message: unknown) => {
    const { fastify } = message as { readonly fastify: FastifyInstance };
    fastify.addHook("onRoute", ({ method, url }) => {
      for (const name of [method].flat()) if (name !== "HEAD") routes.push({ method: name, url });
    });
  };
  subscribe("fastify.initialization", note);
  try {
    return [await start(), routes];
  } finally {
    unsubscribe("fastify.initialization", note);
  }
}
