import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fingerprint } from "./fingerprint.mjs";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "borough-fingerprint-"));
  mkdirSync(join(root, "app/deep"), { recursive: true });
  writeFileSync(join(root, "app/deep/page.tsx"), "page");
  writeFileSync(join(root, "lock.json"), "{}");
});

afterEach(() => rmSync(root, { recursive: true }));

const take = () => fingerprint(root, ["app", "lock.json", "absent"]);

describe("fingerprint", () => {
  it("is the same for the same content, whatever the times of the files", () => {
    const before = take();
    utimesSync(join(root, "lock.json"), 1, 1);
    expect(take()).toBe(before);
  });

  it.each([
    ["content", () => writeFileSync(join(root, "app/deep/page.tsx"), "Page")],
    ["a name", () => renameSync(join(root, "app/deep/page.tsx"), join(root, "app/deep/other.tsx"))],
    ["a new file", () => writeFileSync(join(root, "app/new.ts"), "")],
    ["an absent entry that appears", () => writeFileSync(join(root, "absent"), "")],
    [
      "bytes that move from one file to the next",
      () => {
        writeFileSync(join(root, "app/deep/page.tsx"), "pag");
        writeFileSync(join(root, "lock.json"), "e{}");
      },
    ],
  ])("changes with %s", (_, change) => {
    const before = take();
    change();
    expect(take()).not.toBe(before);
  });

  it("does not change with a test or a hidden file", () => {
    const before = take();
    writeFileSync(join(root, "app/page.test.tsx"), "x");
    writeFileSync(join(root, "app/.swp"), "x");
    expect(take()).toBe(before);
  });
});
