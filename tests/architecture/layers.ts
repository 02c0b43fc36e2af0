/** Who may import whom: the table of ARCHITECTURE.md as data. */

export const LAYERS = ["city", "sim", "worker", "server", "components", "app"] as const;
export type Layer = (typeof LAYERS)[number];

/** Layers each layer may import (itself always). */
export const MAY_IMPORT: Readonly<Record<Layer, readonly Layer[]>> = {
  city: [],
  sim: ["city"],
  worker: ["city", "sim", "server"],
  server: ["city"],
  components: ["city"],
  app: ["city", "components", "server"],
};

/** npm packages components may use; server-only packages must never reach a browser. */
const INTERFACE_LIBRARIES = [
  "react",
  "react-dom",
  "next/link",
  "next/navigation",
  "next-auth/react",
  "three",
  "@react-three/fiber",
  "zustand",
  "socket.io-client",
  "lucide-react",
  "radix-ui",
  "cmdk",
  "get-nonce",
  "use-intl",
  "@tanstack/react-query",
  "react-hook-form",
  "@hookform/resolvers",
  "uqr",
  "zod",
];

const NODE_BUILTIN = /^node:/;

/** The layer a path belongs to; null for tests, scripts, bench, sdk and configuration files. */
export function layerOf(path: string): Layer | null {
  if (path.startsWith("city/")) return "city";
  if (path.startsWith("worker/sim/")) return "sim";
  if (path.startsWith("worker/")) return "worker";
  if (path.startsWith("server/")) return "server";
  if (path.startsWith("components/")) return "components";
  if (path.startsWith("app/")) return "app";
  return null;
}

/** The package a bare specifier belongs to: `next/link` stays whole, since parts of next are ruled one by one. */
function isOneOf(specifier: string, allowed: readonly string[]): boolean {
  return allowed.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

/** Why `file` may not import the npm package or built-in `specifier`; null when it may. */
export function packageFault(file: string, layer: Layer, specifier: string): string | null {
  if (layer === "city") return specifier === "zod" ? null : "city may import zod only";
  if (layer === "sim") return "worker/sim may import no package";
  if (layer === "components")
    return isOneOf(specifier, INTERFACE_LIBRARIES) ? null : "not an interface library";
  if (layer === "app") {
    return NODE_BUILTIN.test(specifier) ||
      isOneOf(specifier, ["react", "next", "next-auth", "@fontsource-variable/inter", "zod"])
      ? null
      : "app parses, calls server/ and renders: no other package";
  }
  return layer === "server" ? serverPackageFault(file, specifier) : workerPackageFault(file, specifier);
}

function serverPackageFault(file: string, specifier: string): string | null {
  if (isOneOf(specifier, ["next", "next-auth"]) && !file.endsWith(".next.ts") && file !== "server/main.ts") {
    return "next only in *.next.ts and server/main.ts";
  }
  if (isOneOf(specifier, ["@prisma/client", "@prisma/adapter-pg"]) && !isStoreFile(file)) {
    return "Prisma only in server/db/ and *-store.ts";
  }
  if (isOneOf(specifier, ["socket.io"]) && !file.startsWith("server/realtime/"))
    return "socket.io only in server/realtime/";
  if (isOneOf(specifier, ["mqtt", "aedes"]) && !file.startsWith("server/mqtt/"))
    return "mqtt only in server/mqtt/";
  return isOneOf(specifier, ["react", "three", "@react-three/fiber"])
    ? "no interface library on the server"
    : null;
}

function workerPackageFault(file: string, specifier: string): string | null {
  if (isOneOf(specifier, ["next", "react", "three", "socket.io", "mqtt", "aedes", "@prisma/client"])) {
    return `the worker reaches ${specifier} through server/ only (${file})`;
  }
  return null;
}

function isStoreFile(file: string): boolean {
  return file.startsWith("server/db/") || file.endsWith("-store.ts");
}

/** Why `from` may not import the project file `to`; null when it may. */
export function importFault(from: string, to: string): string | null {
  const fromLayer = layerOf(from);
  const toLayer = layerOf(to);
  if (fromLayer === null) return null;
  if (toLayer === null) return to === "package.json" ? null : `${fromLayer} may not import ${to}`;
  if (fromLayer === toLayer) return null;
  if (!MAY_IMPORT[fromLayer].includes(toLayer)) return `${fromLayer} may not import ${toLayer}`;
  if (toLayer === "sim" && to !== "worker/sim/index.ts")
    return "the engine is reached through worker/sim/index.ts only";
  if (fromLayer === "worker" && to.endsWith(".next.ts")) return "the worker never loads *.next.ts";
  return null;
}
