import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

test("the examples in the guide are the examples that are shipped", () => {
  const blocks = [
    ...read("../../docs/first-agent.md").matchAll(/^```\w+ title="([^"]+)"\n([\s\S]*?)^```$/gm),
  ];
  const named = new Map(blocks.map(([, name = "", code = ""]) => [name, code]));
  for (const file of ["first-agent.sh", "first_agent.py", "first-agent.mjs"])
    expect(named.get(file), file).toBe(read(file));
});
