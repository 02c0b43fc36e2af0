// npm run sim:trace -- --ticks 200 --out a.jsonl: writes down what a seeded hamlet does, tick by tick.
// npm run sim:trace -- --compare a.jsonl b.jsonl: where two builds part, to the tick, the column and the agent.

import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { engineHash } from "#worker/engine-hash.ts";
import { compareTraces } from "#worker/tools/compare-traces.ts";
import { traceHamlet, traceHead } from "#worker/tools/trace.ts";

const USAGE = `Usage: npm run sim:trace -- --ticks 200 --out a.jsonl
       npm run sim:trace -- --compare a.jsonl b.jsonl`;
const TICKS_MAX = 100_000;

process.exitCode = await main();

async function main(): Promise<number> {
  const wanted = readArguments();
  if (wanted === null) {
    console.error(USAGE);
    return 2;
  }
  return wanted.kind === "write" ? write(wanted.ticks, wanted.out) : compare(wanted.a, wanted.b);
}

type Wanted =
  | { readonly kind: "write"; readonly ticks: number; readonly out: string }
  | { readonly kind: "compare"; readonly a: string; readonly b: string };

function readArguments(): Wanted | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { ticks: { type: "string" }, out: { type: "string" }, compare: { type: "boolean" } },
    });
    const [a, b] = positionals;
    if (values.compare) return a && b && positionals.length === 2 ? { kind: "compare", a, b } : null;
    const ticks = Number(values.ticks);
    if (values.out === undefined || positionals.length > 0) return null;
    return Number.isInteger(ticks) && ticks >= 1 && ticks <= TICKS_MAX
      ? { kind: "write", ticks, out: values.out }
      : null;
  } catch {
    return null;
  }
}

async function write(ticks: number, out: string): Promise<number> {
  const file = createWriteStream(out);
  try {
    await put(file, traceHead(engineHash()));
    for (const line of traceHamlet(ticks)) await put(file, line);
    file.end();
    await finished(file);
  } catch (error) {
    console.error(`${out} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  console.log(`${ticks} ticks are in ${out}.`);
  return 0;
}

async function put(file: NodeJS.WritableStream, line: object): Promise<void> {
  if (!file.write(`${JSON.stringify(line)}\n`)) await once(file, "drain");
}

async function compare(a: string, b: string): Promise<number> {
  try {
    const lines = await compareTraces(linesOf(a), linesOf(b));
    for (const line of lines) console.log(line);
    if (lines.length === 0) console.log("The traces are equal.");
    return lines.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`The traces cannot be compared: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

function linesOf(path: string): AsyncIterator<string> {
  return createInterface({ input: createReadStream(path) })[Symbol.asyncIterator]();
}
