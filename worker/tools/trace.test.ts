import { expect, it } from "vitest";
import { compareTraces } from "./compare-traces.ts";
import { type TraceLine, traceHamlet, traceHead } from "./trace.ts";

const TICKS = 40;
const lines = [...traceHamlet(TICKS)];
const texts = (all: readonly TraceLine[]) =>
  [traceHead("engine"), ...all].map((line) => JSON.stringify(line)).values();

it("[TO-5] a trace has a line for each tick and district, and two runs of one engine are equal", async () => {
  expect(lines).toHaveLength(TICKS * 3);
  expect(await compareTraces(texts(lines), texts([...traceHamlet(TICKS)]))).toEqual([]);
});

it("[TO-6] comparing names the first tick, district, column and agent that differ", async () => {
  const { columns } = traceHead("engine");
  const place = columns.indexOf("purseCents");
  const index = lines.findIndex((line) => line.tick > 20 && Object.keys(line.bodies).length > 2);
  const line = lines[index];
  if (line === undefined) throw new Error("nothing moved");
  const [[agent, record] = ["", []]] = Object.entries(line.bodies);
  const forged = record.map((value, i) => (i === place ? Number(value) + 7 : value));
  const other = {
    ...line,
    hash: "other",
    columns: { ...line.columns, purseCents: "other" },
    bodies: { ...line.bodies, [agent]: forged },
    fields: { ...line.fields, taxCents: -1 },
  };
  // What follows differs, too, and is not what is asked for.
  const after = lines.slice(index + 1).map((each) => ({ ...each, hash: "other" }));
  expect(await compareTraces(texts(lines), texts([...lines.slice(0, index), other, ...after]))).toEqual([
    `first difference: tick ${line.tick}, district ${line.district}`,
    `  field taxCents: ${line.fields.taxCents} against -1`,
    "  columns: purseCents",
    `  agent ${agent}: purseCents ${record[place]} against ${forged[place]}`,
  ]);
});

it("[TO-6] a change that only one of the two made shows against what both had before", async () => {
  const index = lines.findIndex((line) => line.tick > 20 && Object.keys(line.bodies).length > 2);
  const line = lines[index];
  if (line === undefined) throw new Error("nothing moved");
  const [agent = ""] = Object.keys(line.bodies);
  const { [agent]: _, ...bodies } = line.bodies;
  const found = await compareTraces(
    texts(lines),
    texts([...lines.slice(0, index), { ...line, hash: "other", bodies }]),
  );
  expect(found[0]).toBe(`first difference: tick ${line.tick}, district ${line.district}`);
  expect(found.at(-1)).toMatch(new RegExp(`^ {2}agent ${agent}: \\w+ -?\\S+ against `));
});

it("[TO-6] a trace that ends early, and what is none, are told", async () => {
  expect(await compareTraces(texts(lines), texts(lines.slice(0, 6)))).toEqual([
    "the second trace ends before tick 3 of district 0",
  ]);
  await expect(compareTraces(["{}"].values(), texts(lines))).rejects.toThrow("no trace");
});
