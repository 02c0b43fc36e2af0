import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openWabt from "wabt";

const TEXT = fileURLToPath(new URL("../../worker/sim/grid.wat", import.meta.url));
/** Where the engine reads the kernel from: as text, for the engine does no I/O. */
export const KERNEL_FILE = fileURLToPath(new URL("../../worker/sim/grid-kernel.ts", import.meta.url));
const DIGITS_A_LINE = 100;

/** The source file that holds the kernel's bytes. Throws with the place of the fault when grid.wat is not sound. */
export async function kernelSource(): Promise<string> {
  const wabt = await openWabt();
  const module = wabt.parseWat("grid.wat", readFileSync(TEXT, "utf8"), { simd: true, bulk_memory: true });
  module.validate();
  const digits = Buffer.from(module.toBinary({}).buffer).toString("hex");
  const lines = digits.match(new RegExp(`.{1,${DIGITS_A_LINE}}`, "g")) ?? [];
  return `/** grid.wat as a module, in hexadecimal digits; \`npm run grid:kernel\` makes it. */
export const GRID_KERNEL = [
${lines.map((line) => `  "${line}",\n`).join("")}].join("");
`;
}
