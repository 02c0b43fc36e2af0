import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ENGINE = "worker/sim";
const SOURCE = /\.ts$/;
const TEST = /\.test\.ts$/;
const IMPORT = /\bfrom\s+"([^"]+)"|\bimport\s+"([^"]+)"/g;

/**
 * SHA-256 over the names and contents of the engine's sources and of all they import, tests left out: two builds with one
 * hash give one city. `root` is the checkout.
 */
export function engineHash(root = ROOT): string {
  const texts = new Map<string, string>();
  const pending = filesBelow(root, ENGINE);
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (texts.has(path)) continue;
    const text = readFileSync(join(root, path), "utf8");
    texts.set(path, text);
    pending.push(...importsOf(path, text));
  }
  const hash = createHash("sha256");
  for (const path of [...texts.keys()].sort((a, b) => (a < b ? -1 : 1))) {
    const text = texts.get(path) ?? "";
    hash.update(`${path}\0${text.length}\0${text}`);
  }
  return hash.digest("hex");
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((path) => SOURCE.test(path) && !TEST.test(path));
}

/** Project files that a file imports; packages are fixed by the lockfile. */
function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].flatMap(([, from, bare]) => {
    const specifier = from ?? bare ?? "";
    if (specifier.startsWith("#city/")) return [`city/${specifier.slice("#city/".length)}`];
    return specifier.startsWith(".") ? [posix.join(posix.dirname(path), specifier)] : [];
  });
}
