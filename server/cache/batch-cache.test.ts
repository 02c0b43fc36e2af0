import { expect, test } from "vitest";
import { createBatchCache } from "./batch-cache.ts";

function cache(read: (keys: readonly number[]) => Promise<ReadonlyMap<number, string>>) {
  let now = 0;
  const asked: (readonly number[])[] = [];
  const made = createBatchCache<string>({
    read: (keys) => {
      asked.push(keys);
      return read(keys);
    },
    keptMs: 1_000,
    heldMax: 3,
    nowMs: () => now,
  });
  return { get: made, asked, pass: (ms: number) => (now += ms) };
}

const odd = async (keys: readonly number[]) =>
  new Map(keys.filter((key) => key % 2 === 1).map((key) => [key, `n${key}`]));

test("[HT-71] all who ask at once share one reading, of what is not known yet only, and what is not there is known to be so", async () => {
  const { get, asked, pass } = cache(odd);
  const answers = await Promise.all([get([1, 2]), get([2, 1, 1])]);
  expect(answers.map((found) => [...found])).toEqual([[[1, "n1"]], [[1, "n1"]]]);
  await get([1, 2, 3]);
  expect(asked).toEqual([[1, 2], [3]]);
  pass(1_000);
  await get([2]);
  expect(asked).toHaveLength(3);
});

test("[HT-71] the cache is bounded", async () => {
  const { get, asked } = cache(odd);
  await get([1]);
  expect([...(await get([3, 5, 7, 9, 11]))].length).toBe(5);
  await get([1]);
  expect(asked.at(-1)).toEqual([1]);
});

test("[HT-71] a reading that fails is the failure of who asked, and the next one reads again", async () => {
  let broken = true;
  const { get } = cache(async (keys) => {
    if (broken) throw new Error("down");
    return odd(keys);
  });
  await expect(get([1])).rejects.toThrow("down");
  broken = false;
  expect((await get([1])).get(1)).toBe("n1");
});
