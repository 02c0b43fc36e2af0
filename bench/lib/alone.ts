/** Runs the bench whose file is named, in this process and with nothing before it, and hands its rows to whoever forked it. */
import type { Row } from "./measure.ts";

const [file = ""] = process.argv.slice(2);
const bench: { run(): Promise<readonly Row[]> } = await import(file);
process.send?.(await bench.run(), undefined, undefined, () => process.exit());
