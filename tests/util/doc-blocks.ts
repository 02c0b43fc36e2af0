import { readFileSync } from "node:fs";

/** The code blocks of a page of documentation by their titles: ```sh title="name". */
export function docBlocks(file: string): ReadonlyMap<string, string> {
  const blocks = new Map<string, string>();
  for (const [, title, code] of readFileSync(file, "utf8").matchAll(
    /^```\w+ title="([^"]+)"\n(.*?)^```$/gms,
  )) {
    if (title !== undefined && code !== undefined) blocks.set(title, code);
  }
  return blocks;
}
