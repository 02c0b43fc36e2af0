import { expect, test } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { Draws } from "#tests/util/seed.ts";
import { parseJsonBody } from "./json-body.ts";

const parse = (text: string) => parseJsonBody(Buffer.from(text));

test("[HT-3] reads what JSON.parse reads", () => {
  for (const value of [
    { a: [1, { b: 'x"\\{}[]:' }], c: null },
    [],
    "text",
    { "a:b": '"', '"': "a" },
    { a: { x: 1 }, b: { x: 1 } },
  ]) {
    expect(parse(JSON.stringify(value, null, 2))).toEqual({ ok: true, value });
  }
  const deep = "[".repeat(LIMITS.jsonDepthMax) + "]".repeat(LIMITS.jsonDepthMax);
  expect(parse(deep).ok).toBe(true);
});

test("[HT-3] refuses what the database could not keep or readers would understand differently", () => {
  const bad = [
    "",
    "{",
    '{"a":1,}',
    "NaN",
    '{"a":"\\u0000"}',
    '{"a\\u0000":1}',
    '{"a":"\\ud800"}',
    '["\\udc00\\ud800"]',
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":{"a":1,"b":{"a":1},"a":2}}',
    '{"__proto__":{"x":1}}',
    "[".repeat(LIMITS.jsonDepthMax + 1) + "]".repeat(LIMITS.jsonDepthMax + 1),
    "[".repeat(60_000),
    '{"a":'.repeat(10_000),
  ];
  for (const text of bad) expect(parse(text).ok, text.slice(0, 40)).toBe(false);
  expect(parseJsonBody(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])).ok).toBe(false);
  expect(parseJsonBody(Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d])).ok).toBe(true);
});

test("[HT-3] arbitrary bytes never throw", () => {
  const draws = new Draws(11);
  const alphabet = Buffer.from('{}[]":,\\u0aAd8 1ef\x00\xff\n');
  for (let i = 0; i < 20_000; i++) {
    const bytes = Uint8Array.from(
      { length: draws.below(40) },
      () => alphabet[draws.below(alphabet.length)] ?? 0,
    );
    const parsed = parseJsonBody(bytes);
    if (parsed.ok)
      expect(parsed.value, `seed ${draws.seed}, draw ${i}`).toEqual(
        JSON.parse(Buffer.from(bytes).toString()),
      );
  }
});
