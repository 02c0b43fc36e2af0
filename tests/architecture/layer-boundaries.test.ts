import path from "node:path";
import { describe, expect, it } from "vitest";
import { importFault, layerOf, packageFault } from "./layers.ts";
import { codeOnly, importsOf, type SourceFile, sourceFiles } from "./source-files.ts";

const files = sourceFiles();
const isTest = (file: SourceFile): boolean => /\.test\.tsx?$/.test(file.path);
const product = files.filter((file) => layerOf(file.path) !== null && !isTest(file));

const SUBPATHS: readonly (readonly [string, string])[] = [
  ["#city/", "city/"],
  ["#components/", "components/"],
  ["#server/", "server/"],
  ["#worker/", "worker/"],
  ["#tests/", "tests/"],
];

/** Project path an import leads to, or null for packages and Node's own modules. */
function resolveImport(from: string, specifier: string): string | null {
  if (specifier === "#sim") return "worker/sim/index.ts";
  for (const [prefix, folder] of SUBPATHS)
    if (specifier.startsWith(prefix)) return folder + specifier.slice(prefix.length);
  if (specifier.startsWith("."))
    return path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier));
  return null;
}

function importFaults(file: SourceFile): string[] {
  const layer = layerOf(file.path);
  if (layer === null) return [];
  return importsOf(file).flatMap((specifier) => {
    const target = resolveImport(file.path, specifier);
    const fault =
      target === null ? packageFault(file.path, layer, specifier) : importFault(file.path, target);
    return fault && !specifier.endsWith(".css") ? [`${file.path} imports ${specifier}: ${fault}`] : [];
  });
}

const IMPURE: readonly RegExp[] = [
  /\bMath\s*\.\s*(random|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|exp|expm1|log|log2|log10|log1p|hypot|cbrt)\b/,
  /\*\*/,
  /\b(Date|Intl|WeakRef|performance|crypto|process|console|setTimeout|setInterval|queueMicrotask)\s*[.(]/,
  /\bnew Date\b/,
  /\btoLocale[A-Z]\w*|\blocaleCompare\b/,
  /\.\s*(sort|toSorted)\s*\(\s*\)/,
  /\bfor\s*\(\s*(const|let|var)\s+\w+\s+in\b/,
];

describe("architecture", () => {
  it("[AR-1] every import follows the table, with no exception", () => {
    expect(product.flatMap(importFaults)).toEqual([]);
  });

  it("[AR-2] city/ and worker/sim/ hold no clock, randomness or console", () => {
    const pure = product.filter((file) => layerOf(file.path) === "city" || layerOf(file.path) === "sim");
    const faults = pure.flatMap((file) => {
      const code = codeOnly(file);
      return IMPURE.filter((pattern) => pattern.test(code)).map(
        (pattern) => `${file.path}: ${pattern.source}`,
      );
    });
    expect(pure.length).toBeGreaterThan(10);
    expect(faults).toEqual([]);
  });

  it("[AR-3] process.env is read only where the environment belongs", () => {
    const readers = new Set(["server/env.ts", "next.config.js", "prisma.config.ts"]);
    const faults = files
      .filter(
        (file) =>
          !readers.has(file.path) && !file.path.startsWith("scripts/") && !file.path.startsWith("tests/"),
      )
      .filter(
        (file) => !isTest(file) && !file.path.startsWith("bench/") && !/^vitest.*config/.test(file.path),
      )
      .filter((file) => /process\s*\.\s*env/.test(codeOnly(file)))
      .map((file) => file.path);
    expect(faults).toEqual([]);
  });

  it("[AR-4] no source file is longer than 400 lines", () => {
    const long = files.filter((file) => file.text.split("\n").length > 401).map((file) => file.path);
    expect(long).toEqual([]);
  });

  it("[AR-6] whom a request comes from is read in one place, which knows our proxies", () => {
    const own = /\b(request|socket)\s*\.\s*ip\b|\bremoteAddress\b|\bhandshake\s*\.\s*address\b/;
    const readers = product
      .filter((file) => layerOf(file.path) === "server" && own.test(file.text))
      .map((file) => file.path);
    expect(readers).toEqual(["server/auth/client-address.ts"]);
  });
});
