import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Tests change nothing that is built. */
const IRRELEVANT = /\.test\.(ts|tsx|mjs)$|^\./;

/** One hash over the names and contents of `entries` (files or folders below `root`; absent ones count as absent). */
export function fingerprint(root, entries) {
  const hash = createHash("sha256");
  for (const entry of entries) {
    for (const path of listFiles(root, entry)) {
      const bytes = readFileSync(join(root, path));
      hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest("hex");
}

function listFiles(root, entry) {
  const full = join(root, entry);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [entry];
  const names = readdirSync(full).filter((name) => !IRRELEVANT.test(name));
  return names.sort().flatMap((name) => listFiles(root, `${entry}/${name}`));
}
