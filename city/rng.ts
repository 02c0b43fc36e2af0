/**
 * Random words without a stream: each word is a hash of what it is for (seed, district, agent, tick, purpose, draw),
 * so that no draw can shift another and a replay needs no generator state.
 */

/** One 32-bit finaliser round (the constants are those of MurmurHash3's fmix32, public domain). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Hashes integers into one unsigned 32-bit word. */
export function hashWords(a: number, b = 0, c = 0, d = 0, e = 0, f = 0): number {
  let h = mix(a ^ 0x9e3779b9);
  h = mix(Math.imul(h, 31) + b);
  h = mix(Math.imul(h, 31) + c);
  h = mix(Math.imul(h, 31) + d);
  h = mix(Math.imul(h, 31) + e);
  return mix(Math.imul(h, 31) + f);
}

/** Hashes a text (UTF-16 code units) into one unsigned 32-bit word, for seeds given as words. */
export function hashText(text: string): number {
  let h = mix(text.length);
  for (let i = 0; i < text.length; i++) h = mix(Math.imul(h, 31) + text.charCodeAt(i));
  return h;
}

/** Scales a 32-bit word to an integer in [0, bound). `bound` must be 1..2^21 so that the product stays exact. */
export function below(word: number, bound: number): number {
  return Math.floor(((word >>> 0) * bound) / 4294967296);
}
