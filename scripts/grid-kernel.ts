// npm run grid:kernel: turns worker/sim/grid.wat into worker/sim/grid-kernel.ts. A test compares the two.
import { writeFileSync } from "node:fs";
import { KERNEL_FILE, kernelSource } from "./lib/grid-kernel.ts";

writeFileSync(KERNEL_FILE, await kernelSource());
