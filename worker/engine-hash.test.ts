import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { engineHash } from "./engine-hash.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "borough-engine-"));
  write(
    "worker/sim/index.ts",
    'import { LIMITS } from "#city/limits.ts";\nexport { step } from "./systems/step.ts";\n',
  );
  write("worker/sim/systems/step.ts", 'import type { Plan } from "#city/plan.ts";\n');
  write("worker/sim/step.test.ts", 'import { helper } from "#city/helper.ts";\n');
  write("city/limits.ts", 'import { at } from "./assert.ts";\n');
  write("city/assert.ts", "export const at = 1;\n");
  write("city/plan.ts", "");
  write("city/helper.ts", "");
});

afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

it("[RC-13] the hash is of the engine's sources and all they import, wherever they lie", () => {
  const before = engineHash(root);
  const copy = mkdtempSync(path.join(tmpdir(), "borough-engine-"));
  cpSync(root, copy, { recursive: true });
  expect(engineHash(copy)).toBe(before);
  rmSync(copy, { recursive: true });
  for (const file of ["worker/sim/systems/step.ts", "city/limits.ts", "city/assert.ts", "city/plan.ts"]) {
    write(file, "export {};\n");
    expect(engineHash(root), file).not.toBe(before);
    write("worker/sim/systems/step.ts", 'import type { Plan } from "#city/plan.ts";\n');
    write("city/limits.ts", 'import { at } from "./assert.ts";\n');
    write("city/assert.ts", "export const at = 1;\n");
    write("city/plan.ts", "");
    expect(engineHash(root)).toBe(before);
  }
});

it("[RC-13] tests, and parts of the city that the engine does not import, are not in it", () => {
  const before = engineHash(root);
  write("city/helper.ts", "export const changed = 1;\n");
  write("worker/sim/step.test.ts", "");
  write("worker/main.ts", "");
  expect(engineHash(root)).toBe(before);
});

it("[RC-13] this checkout has one", () => {
  expect(engineHash()).toMatch(/^[0-9a-f]{64}$/);
});
