import type { FastifyInstance } from "fastify";

/** Methods a path offers, sorted; empty when there is no such path. */
export type MethodsOf = (path: string) => readonly string[];

/** Notes every route as it is added, so that a wrong method can be told from a wrong address. Call before adding routes. */
export function noteMethods(app: FastifyInstance): MethodsOf {
  const routes = new Map<string, { readonly parts: readonly string[]; readonly methods: Set<string> }>();
  app.addHook("onRoute", ({ url, method }) => {
    const route = routes.get(url) ?? { parts: url.split("/"), methods: new Set() };
    for (const name of [method].flat()) route.methods.add(name);
    routes.set(url, route);
  });
  return (path) => {
    const parts = path.replace(/\/$/, "").split("/");
    for (const route of routes.values()) {
      if (fits(route.parts, parts)) return [...route.methods].sort((a, b) => (a < b ? -1 : 1));
    }
    return [];
  };
}

function fits(route: readonly string[], path: readonly string[]): boolean {
  return route.length === path.length && route.every((part, i) => part.startsWith(":") || part === path[i]);
}
