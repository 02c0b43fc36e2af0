import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startChild } from "./child.mjs";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "borough-child-"));
});

afterEach(() => rmSync(root, { recursive: true }));

async function run(program: string) {
  writeFileSync(join(root, "part.mjs"), program);
  const child = startChild({ root, script: "part.mjs", env: process.env, log: () => {} });
  return { how: await child.exited, refusal: child.refusal() };
}

it("hears the sentence of a program that must not be started again", async () => {
  const program = `
    process.stderr.write("a warning\\nFirst do this.\\n");
    process.stdout.write("goodbye\\n");
    process.exitCode = 78;`;
  expect(await run(program)).toEqual({ how: "exit 78", refusal: "First do this." });
});

it("takes any other end for a crash", async () => {
  expect(await run('process.stderr.write("oh\\n"); process.exitCode = 1;')).toEqual({
    how: "exit 1",
    refusal: null,
  });
  expect(await run('process.kill(process.pid, "SIGKILL");')).toEqual({ how: "exit SIGKILL", refusal: null });
});
