import { describe, expect, it } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { BitReader, BitWriter, bitLength } from "./bits.ts";

const written = (write: (bits: BitWriter) => void): Uint8Array => {
  const bits = new BitWriter();
  write(bits);
  const bytes = new Uint8Array(bits.end(0));
  bits.copyTo(bytes, 0, 0, bytes.length);
  return bytes;
};

describe("bits", () => {
  it("[WR-1] numbers of any size and either sign come back, however many low bits they are told with", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const draws = new Draws(seed);
      const cases = Array.from({ length: 60 }, () => {
        const value = Math.floor(draws.below(2 ** 31) * 2 ** (draws.below(54) - 31));
        return { value: Math.min(value, Number.MAX_SAFE_INTEGER), low: draws.below(23) };
      });
      const bytes = written((bits) => {
        for (const { value, low } of cases) {
          bits.number(value, low);
          if (value <= Number.MAX_SAFE_INTEGER / 2) bits.signed(-value, low);
          bits.put(5, 3);
        }
      });
      const bits = new BitReader(bytes);
      for (const { value, low } of cases) {
        expect(bits.number(low), `seed ${seed}`).toBe(value);
        if (value <= Number.MAX_SAFE_INTEGER / 2) expect(bits.signed(low) + value, `seed ${seed}`).toBe(0);
        expect(bits.take(3)).toBe(5);
      }
      bits.end();
    }
  });

  it("[WR-1] what ends and begins anew keeps its bytes apart", () => {
    const bits = new BitWriter();
    bits.put(0x3ff, 10);
    expect(bits.end(0)).toBe(2);
    const start = bits.words;
    bits.bytes(Uint8Array.of(1, 2, 255));
    const second = new Uint8Array(bits.end(start));
    bits.copyTo(second, 0, start, second.length);
    expect(new BitReader(second).bytes()).toEqual(Uint8Array.of(1, 2, 255));
  });

  it("[WR-6] bits that end early, are too many or make no number are refused", () => {
    expect(() => new BitReader(Uint8Array.of(1)).take(9)).toThrow(RangeError);
    expect(() => new BitReader(Uint8Array.of(255, 255)).number(3)).toThrow(RangeError);
    expect(() => new BitReader(Uint8Array.of(2)).end()).toThrow(RangeError);
    expect(() => new BitReader(written((bits) => bits.put(63, 6))).bytes()).toThrow(RangeError);
    for (const value of [-1, 0.5, 2 ** 53, Number.NaN])
      expect(() => new BitWriter().number(value, 4), `${value}`).toThrow(RangeError);
  });

  it("[WR-1] a number's bits are counted exactly", () => {
    for (const [value, bits] of [
      [0, 0],
      [1, 1],
      [255, 8],
      [0xffffffff, 32],
      [2 ** 32, 33],
      [Number.MAX_SAFE_INTEGER, 53],
    ] as const)
      expect(bitLength(value)).toBe(bits);
  });
});
