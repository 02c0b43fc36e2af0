import { readFileSync, rmSync } from "node:fs";
import pg from "pg";
import { TickStore } from "#server/db/tick-store.ts";
import { NameBook } from "#worker/districts/name-book.ts";
import { Publisher } from "#worker/districts/publisher.ts";
import { Turns } from "#worker/districts/turns.ts";

// Loaded before a process of the city: it dies at the point whose name stands in the file, once. The points are put
// around what the product calls anyway, so that nothing in it knows of them.

const file = process.env.FAILPOINT_FILE ?? "";

function reach(point: string): void {
  let armed: string;
  try {
    armed = readFileSync(file, "utf8");
  } catch {
    return;
  }
  if (armed !== point) return;
  rmSync(file);
  process.kill(process.pid, "SIGKILL");
}

/** Puts points before and after a method. */
function around<T extends object>(
  prototype: T,
  method: keyof T & string,
  name: (args: unknown[]) => string | null,
): void {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== "function") throw new Error(`${method} is no method any more`);
  Reflect.set(prototype, method, function call(this: unknown, ...args: unknown[]): unknown {
    const point = name(args);
    if (point === null) return Reflect.apply(original, this, args);
    reach(`before ${point}`);
    const result: unknown = Reflect.apply(original, this, args);
    // The statement is on its way, and nobody will hear the answer.
    if (result instanceof Promise) setImmediate(() => reach(`during ${point}`));
    else reach(`after ${point}`);
    if (!(result instanceof Promise)) return result;
    return result.then((value: unknown) => {
      reach(`after ${point}`);
      return value;
    });
  });
}

/** The statements at which a process may die, by how they begin or what they are called. */
const STATEMENTS: readonly (readonly [RegExp, string])[] = [
  [/^accept$/, "accept"],
  [/^letters_read$/, "letter in"],
  [/^INSERT INTO tick\.snapshot/, "snapshot"],
  [/^UPDATE tick\.snapshot SET verified/, "verification"],
];

function statementPoint([query]: unknown[]): string | null {
  const named = typeof query === "object" && query !== null && "name" in query ? String(query.name) : null;
  const text = named ?? (typeof query === "string" ? query : "");
  return STATEMENTS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

around(pg.Pool.prototype, "query", statementPoint);
around(TickStore.prototype, "query", (args) => statementPoint([{ name: args[0] }]));
around(TickStore.prototype, "commit", () => "commit");
// A tick's turn to compute comes right before its step, and right after it names are learned.
around(Turns.prototype, "next", () => "turn");
around(NameBook.prototype, "learn", () => "learning");
around(Publisher.prototype, "tick", () => "publish");
around(Publisher.prototype, "frames", () => "frames");
around(Publisher.prototype, "letters", (args) =>
  Array.isArray(args[0]) && args[0].length > 0 ? "letter out" : null,
);
