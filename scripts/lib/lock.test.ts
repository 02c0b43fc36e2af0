import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockDataFolder } from "./lock.mjs";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "borough-lock-"));
});

afterEach(() => rmSync(dir, { recursive: true }));

it("leaves nothing behind when it is given up", () => {
  lockDataFolder(dir)();
  expect(readdirSync(dir)).toEqual([]);
});

it.each(["999999999 x\n", `${process.pid} x\n`, `${process.ppid} x\n`, "", "garbage"])(
  "takes over the lock %j of a launcher that is no more",
  (content) => {
    writeFileSync(join(dir, "launcher.lock"), content);
    lockDataFolder(dir)();
    expect(readdirSync(dir)).toEqual([]);
  },
);

it("refuses while another launcher runs, and says which", async () => {
  const other = spawn(process.execPath, ["-e", "process.stdin.resume()", "start.mjs"]);
  await new Promise((resolve) => other.once("spawn", resolve));
  writeFileSync(join(dir, "launcher.lock"), `${other.pid} x\n`);
  expect(() => lockDataFolder(dir)).toThrow(`process ${other.pid}`);
  other.kill();
});
