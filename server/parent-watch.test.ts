import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";

const program = `
  import { exitWithParent } from ${JSON.stringify(new URL("./parent-watch.ts", import.meta.url).href)};
  exitWithParent(() => process.exit(7));
  console.log("up");
  setTimeout(() => process.exit(0), KEEP_MS);
`;

function start(keepMs: number, stdio: ("ignore" | "pipe" | "ipc")[]) {
  const code = program.replace("KEEP_MS", String(keepMs));
  return spawn(process.execPath, ["--input-type=module", "-e", code], { stdio });
}

it("calls back when the channel to the parent closes", async () => {
  const child = start(60_000, ["ignore", "pipe", "ignore", "ipc"]);
  if (child.stdout === null) throw new Error("no output");
  await once(child.stdout, "data");
  child.disconnect();
  expect(await once(child, "exit")).toEqual([7, null]);
});

it("does nothing without a channel", async () => {
  const child = start(1, ["ignore", "ignore", "ignore"]);
  expect(await once(child, "exit")).toEqual([0, null]);
});
