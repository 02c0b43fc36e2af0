import { expect, test } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { packed, unpacked } from "./packed-bytes.ts";

test("[CM-29] what gains by it is stored compressed, what does not as it is; both come back", () => {
  const draws = new Draws(3);
  const short = Uint8Array.of(1, 2, 3);
  const plain = Uint8Array.from({ length: 20_000 }, (_, i) => i % 40);
  const dense = Uint8Array.from({ length: 20_000 }, () => draws.below(256));
  expect(packed(short)).toBe(short);
  expect(packed(dense)).toBe(dense);
  expect(packed(plain).length).toBeLessThan(1_000);
  for (const bytes of [short, plain, dense])
    expect(Buffer.from(unpacked(packed(bytes)))).toEqual(Buffer.from(bytes));
});
