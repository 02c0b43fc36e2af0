import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { barText, meetsBar, type Row, ratioOf, shown } from "./measure.ts";

const FILE = new URL("../../docs/benchmarks.md", import.meta.url);
const BYTES_PER_GIB = 1_073_741_824;

/** Writes docs/benchmarks.md anew from these rows. */
export function writeReport(rows: readonly Row[]): void {
  const lines = rows.map((row) => `| ${cellsOf(row).join(" | ")} |`);
  writeFileSync(FILE, `${headOf()}\n${lines.join("\n")}\n`);
}

function cellsOf(row: Row): string[] {
  const ratio = ratioOf(row);
  const met = meetsBar(row);
  return [
    `${row.what}, ${row.unit}`,
    shown(row.ours),
    row.peer === null ? "" : `${shown(row.peer.figure)} (${row.peer.name})`,
    ratio === null ? "" : `${shown(ratio)}x`,
    barText(row.bar),
    met === null ? "" : met ? "met" : "missed",
  ];
}

function headOf(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / BYTES_PER_GIB);
  const load = loadavg().map((value) => value.toFixed(1));
  const machine = `${processors.length} x ${processors[0]?.model ?? "unknown processor"}, ${memory} GiB, Node ${process.version}`;
  return `# Benchmarks

Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${machine}; load average at the end ${load.join(", ")}.

Each bench runs the product's own code and its peer in turns, in one process or each in its own, first asserts that both come to the same, and
takes the best of five repetitions or more (CPU time, except for waits on a database or a broker). Absolute figures depend on the
machine; ratios are what is compared. A bar is what the product aims at, not a test: "times" bars say how many times the peer's
figure is ours, "<=" bars what share of the peer's ours may be.

| what | ours | peer | ratio | bar | |
|---|---|---|---|---|---|`;
}
