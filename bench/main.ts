/**
 * `npm run bench [-- --write] [name …]`: runs the benches one after another and prints their figures; with --write they also go to
 * docs/benchmarks.md. A bench asserts that what it measures is right before it measures; nothing here is a test, and no figure fails a build.
 */
import { printRows, type Row } from "./lib/measure.ts";
import { writeReport } from "./lib/report.ts";

const BENCHES: Readonly<Record<string, () => Promise<{ run(): Promise<readonly Row[]> }>>> = {
  movement: () => import("./movement.ts"),
  "whole-tick": () => import("./whole-tick.ts"),
  visibility: () => import("./visibility.ts"),
  routes: () => import("./routes.ts"),
  wire: () => import("./wire.ts"),
  "fan-out": () => import("./fan-out.ts"),
  handover: () => import("./handover.ts"),
  tick: () => import("./tick.ts"),
};

const wanted = process.argv.slice(2).filter((argument) => argument !== "--write");
const unknown = wanted.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(
    `There is no bench named ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}.`,
  );
  process.exit(2);
}
const all: Row[] = [];
for (const [name, load] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name}`);
  const rows = await (await load()).run();
  printRows(rows);
  all.push(...rows);
}
if (process.argv.includes("--write")) writeReport(all);
