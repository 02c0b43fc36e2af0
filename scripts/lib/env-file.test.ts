import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadSettings, parseEnvFile } from "./env-file.mjs";

describe("parseEnvFile", () => {
  it.each([
    ["A=1", { A: "1" }],
    ["  export A = 1  ", { A: "1" }],
    ["# no\n\nA=1\r\nB=2", { A: "1", B: "2" }],
    ["A=b # comment", { A: "b" }],
    ["A=b#c", { A: "b#c" }],
    ["A=# only a comment", { A: "" }],
    ["A=", { A: "" }],
    ["A='x # \\n y' # comment", { A: "x # \\n y" }],
    ['A="x\\n\\"y\\" \\\\"', { A: 'x\n"y" \\' }],
    ["A=postgresql://a:b=c@h/d?x=1", { A: "postgresql://a:b=c@h/d?x=1" }],
    ["A=1\nA=2", { A: "2" }],
    ["\uFEFFA=1", { A: "1" }],
  ])("reads %j", (text, expected) => {
    expect(parseEnvFile(text)).toEqual(expected);
  });

  it.each(["A", "1A=2", 'A="open', "A='open", 'A="x" y'])("refuses %j and names its line", (line) => {
    expect(() => parseEnvFile(`# first\n${line}`)).toThrow("Line 2 of .env");
  });
});

describe("loadSettings", () => {
  it("lets the environment win over the file, and counts empty values as unset", () => {
    const root = mkdtempSync(join(tmpdir(), "borough-env-"));
    writeFileSync(join(root, ".env"), "PORT=1\nHOST=file\nEMPTY=\n");
    expect(loadSettings(root, { PORT: "2", OTHER: "" })).toEqual({
      PORT: "2",
      HOST: "file",
    });
    rmSync(root, { recursive: true });
  });
});
