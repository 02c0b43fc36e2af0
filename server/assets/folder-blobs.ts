import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type BlobStore, checkKey } from "./blob-store.ts";

const PARTIAL = ".partial";

/** A blob store in a folder. A blob appears under its name only when it is whole and on disk. */
export function createFolderBlobs(folder: string): BlobStore {
  const root = resolve(folder);
  const fileOf = (key: string): string => {
    checkKey(key);
    return join(root, key);
  };
  return {
    async put(key, bytes) {
      const file = fileOf(key);
      await mkdir(dirname(file), { recursive: true });
      const partial = `${file}.${randomUUID()}${PARTIAL}`;
      try {
        const handle = await open(partial, "w");
        await handle
          .writeFile(bytes)
          .then(() => handle.sync())
          .finally(() => handle.close());
        await rename(partial, file);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    async get(key) {
      return readFile(fileOf(key)).catch(absentIs(null));
    },
    async has(key) {
      return stat(fileOf(key)).then((found) => found.isFile(), absentIs(false));
    },
    async list(prefix) {
      // Only the folder the prefix lies in is read.
      const parent = prefix.slice(0, prefix.lastIndexOf("/") + 1);
      if (parent !== "") checkKey(parent.slice(0, -1));
      const entries = await readdir(join(root, parent), { withFileTypes: true, recursive: true }).catch(
        absentIs([]),
      );
      return entries
        .filter((entry) => entry.isFile() && !entry.name.endsWith(PARTIAL))
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(root.length + 1)
            .replaceAll("\\", "/"),
        )
        .filter((key) => key.startsWith(prefix))
        .sort((a, b) => (a < b ? -1 : 1));
    },
    async remove(key) {
      await rm(fileOf(key), { force: true });
    },
  };
}

/** Turns "no such file" into a value; other errors stay errors. */
function absentIs<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return value;
    throw error;
  };
}
