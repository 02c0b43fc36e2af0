import type { TraceHead, TraceLine, TraceRecord } from "./trace.ts";

/** Agents named at the first difference: the first ones usually tell what happened. */
const AGENTS_SHOWN = 5;

type Lines = AsyncIterator<string, unknown> | Iterator<string>;

/**
 * Reads two traces side by side up to the first tick in which they differ. Returns what differs there as lines to read;
 * none when the traces are equal as far as both go. Throws SyntaxError or RangeError for files that are no traces.
 */
export async function compareTraces(a: Lines, b: Lines): Promise<string[]> {
  const head = parseHead(await next(a));
  const otherHead = parseHead(await next(b));
  if (head.seed !== otherHead.seed)
    return [`the traces are of different cities: ${head.seed}, ${otherHead.seed}`];
  const known = new Map<string, TraceRecord>();
  for (;;) {
    const [one, other] = [await next(a), await next(b)];
    if (one === null || other === null)
      return one === other ? [] : endsEarly(one ?? other ?? "", one === null);
    if (one === other) {
      remember(known, parseLine(one));
      continue;
    }
    return difference(parseLine(one), parseLine(other), head.columns, otherHead.columns, known);
  }
}

async function next(lines: Lines): Promise<string | null> {
  const { done, value } = await lines.next();
  return done === true || typeof value !== "string" || value === "" ? null : value;
}

function parseHead(text: string | null): TraceHead {
  const head: TraceHead = JSON.parse(text ?? "null");
  if (head?.trace !== 1) throw new RangeError("this is no trace");
  return head;
}

function parseLine(text: string): TraceLine {
  const line: TraceLine = JSON.parse(text);
  if (!Number.isInteger(line.tick) || !Number.isInteger(line.district))
    throw new RangeError("this is no trace");
  return line;
}

function endsEarly(line: string, isFirst: boolean): string[] {
  const { tick, district } = parseLine(line);
  return [`the ${isFirst ? "first" : "second"} trace ends before tick ${tick} of district ${district}`];
}

/** Both traces had these values so far. */
function remember(known: Map<string, TraceRecord>, line: TraceLine): void {
  for (const [agent, record] of Object.entries(line.bodies)) known.set(`${line.district}/${agent}`, record);
  for (const agent of line.gone) known.delete(`${line.district}/${agent}`);
}

function difference(
  a: TraceLine,
  b: TraceLine,
  columnsA: readonly string[],
  columnsB: readonly string[],
  known: ReadonlyMap<string, TraceRecord>,
): string[] {
  if (a.tick !== b.tick || a.district !== b.district) {
    return [
      `tick ${a.tick} of district ${a.district} stands against tick ${b.tick} of district ${b.district}`,
    ];
  }
  const fields = keysOf(a.fields, b.fields).filter((name) => a.fields[name] !== b.fields[name]);
  const columns = keysOf(a.columns, b.columns).filter((name) => a.columns[name] !== b.columns[name]);
  const agents = keysOf(a.bodies, b.bodies)
    .map((agent) => Number(agent))
    .concat(a.gone, b.gone)
    .filter((agent, i, all) => all.indexOf(agent) === i)
    .sort((x, y) => x - y);
  const lines = agents.flatMap((agent) => {
    const before = known.get(`${a.district}/${agent}`);
    return agentLine(agent, valuesOf(a, agent, columnsA, before), valuesOf(b, agent, columnsB, before));
  });
  return [
    `first difference: tick ${a.tick}, district ${a.district}`,
    ...fields.map((name) => `  field ${name}: ${a.fields[name]} against ${b.fields[name]}`),
    ...(columns.length > 0 ? [`  columns: ${columns.join(", ")}`] : []),
    ...lines.slice(0, AGENTS_SHOWN),
    ...(lines.length > AGENTS_SHOWN ? [`  and ${lines.length - AGENTS_SHOWN} agents more`] : []),
    ...(fields.length + columns.length + lines.length === 0
      ? ["  the states are equal, but not all that was touched"]
      : []),
  ];
}

/** Values of an agent by column after the tick; null when it is not there. */
function valuesOf(
  line: TraceLine,
  agent: number,
  columns: readonly string[],
  before: TraceRecord | undefined,
): ReadonlyMap<string, number | string> | null {
  if (line.gone.includes(agent)) return null;
  const record = line.bodies[agent] ?? before;
  return record === undefined ? null : new Map(columns.map((name, i) => [name, record[i] ?? ""]));
}

function agentLine(
  agent: number,
  a: ReadonlyMap<string, number | string> | null,
  b: ReadonlyMap<string, number | string> | null,
): string[] {
  if (a === null && b === null) return [];
  if (a === null || b === null) return [`  agent ${agent}: only in the ${a === null ? "second" : "first"}`];
  const names = [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
  if (names.length === 0) return [];
  return [
    `  agent ${agent}: ${names.map((name) => `${name} ${a.get(name)} against ${b.get(name)}`).join(", ")}`,
  ];
}

function keysOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}
