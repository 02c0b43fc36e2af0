/**
 * `npm run bench [-- --write] [name …]`: runs the benches one after another and prints their figures; with --write they also go to
 * docs/benchmarks.md. A bench asserts that what it measures is right before it measures; nothing here is a test, and no figure fails a build.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { printRows, type Row } from "./lib/measure.ts";
import { writeReport } from "./lib/report.ts";

/** Each in a file of its name. */
const BENCHES: readonly string[] = [
  "movement",
  "whole-tick",
  "visibility",
  "routes",
  "wire",
  "fan-out",
  "handover",
  "tick",
  "sign-in",
];

const wanted = process.argv.slice(2).filter((argument) => argument !== "--write");
const unknown = wanted.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench named ${unknown.join(", ")}. There are: ${BENCHES.join(", ")}.`);
  process.exit(2);
}
const all: Row[] = [];
for (const name of BENCHES) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name}`);
  const rows = await rowsOf(name);
  printRows(rows);
  all.push(...rows);
}
if (process.argv.includes("--write")) writeReport(all);

/** In a process of its own: code that one bench has warmed up for itself is slower, or faster, for the next. */
async function rowsOf(name: string): Promise<readonly Row[]> {
  const child = fork(fileURLToPath(new URL("./lib/alone.ts", import.meta.url)), [
    new URL(`./${name}.ts`, import.meta.url).href,
  ]);
  let rows: readonly Row[] | null = null;
  child.on("message", (told: readonly Row[]) => {
    rows = told;
  });
  await once(child, "exit");
  if (rows === null) throw new Error(`The bench ${name} failed.`);
  return rows;
}
