import { expect, it } from "vitest";
import { nodeFitness } from "./node-version.mjs";

it.each([
  ["24.0.0", "ready"],
  ["26.1.0", "ready"],
  ["22.12.0", "launcher_only"],
  ["20.19.0", "launcher_only"],
  ["20.18.3", "too_old"],
  ["18.20.4", "too_old"],
])("Node %s is %s", (version, fitness) => {
  expect(nodeFitness(version)).toBe(fitness);
});
