import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { KERNEL_FILE, kernelSource } from "./grid-kernel.ts";

test("[GR-4] the kernel that the engine runs is the one that its source text describes", async () => {
  expect(readFileSync(KERNEL_FILE, "utf8")).toBe(await kernelSource());
});
