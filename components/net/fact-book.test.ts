import { expect, test } from "vitest";
import { FactBook } from "./fact-book.ts";

function book(answers: (keys: readonly number[]) => ReadonlyMap<number, string> | null) {
  const asked: (readonly number[])[] = [];
  const changes: number[] = [];
  const facts = new FactBook<string>({
    ask: async (keys) => {
      asked.push(keys);
      return answers(keys);
    },
    onChange: (keys) => changes.push(...keys),
    freshMs: 1_000,
    batchMax: 3,
    heldMax: 4,
  });
  return { facts, asked, changes };
}

const named = (keys: readonly number[]) =>
  new Map(keys.filter((key) => key % 2 === 0).map((key) => [key, `n${key}`]));

test("[SC-11] what is not known is asked for in batches, the first first, and once while it is fresh", async () => {
  const { facts, asked, changes } = book(named);
  await facts.want([1, 2, 3, 4], 0);
  await facts.want([1, 2, 3, 4], 1);
  await facts.want([1, 2, 3, 4], 2);
  expect(asked).toEqual([[1, 2, 3], [4]]);
  expect([1, 2, 3, 4].map((key) => facts.of(key))).toEqual([null, "n2", null, "n4"]);
  expect(changes).toEqual([2, 4]);
});

test("[SC-11] what is no longer fresh is asked for again, and only a change is told", async () => {
  let suffix = "";
  const { facts, asked, changes } = book((keys) => new Map(keys.map((key) => [key, `n${key}${suffix}`])));
  await facts.want([1, 2], 0);
  await facts.want([1, 2], 1_500);
  expect(asked).toHaveLength(2);
  expect(changes).toEqual([1, 2]);
  suffix = "!";
  await facts.want([2], 3_000);
  expect(changes).toEqual([1, 2, 2]);
  expect(facts.of(2)).toBe("n2!");
});

test("[SC-11] one question is open at a time, a city that does not answer is left alone, and the book is bounded", async () => {
  let answers = false;
  const { facts, asked } = book((keys) => (answers ? named(keys) : null));
  await Promise.all([facts.want([2], 0), facts.want([4], 0)]);
  await facts.want([2], 5_000);
  expect(asked).toEqual([[2]]);
  answers = true;
  for (const key of [2, 4, 6, 8, 10]) await facts.want([key], 20_000);
  expect([2, 4, 6, 8, 10].map((key) => facts.of(key))).toEqual([null, "n4", "n6", "n8", "n10"]);
});
