import fc from "fast-check";
import { expect, test } from "vitest";
import { createSealer } from "./seal.ts";

const OLD = "the secret before, of more than 32 characters";
const NEW = "the secret now, of more than 32 characters too";

test("[PE-17] what was sealed opens in its place and nowhere else, and with any bit changed not at all", () => {
  const sealer = createSealer([NEW]);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(), (text, where) => {
      const sealed = sealer.seal(text, "totp:usr_1");
      expect(sealer.open(sealed, "totp:usr_1")).toEqual({ ok: true, value: text });
      expect(sealer.open(sealed, "totp:usr_2").ok).toBe(false);
      const bit = where % (sealed.length * 8);
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(sealer.open(changed, "totp:usr_1").ok).toBe(false);
    }),
  );
});

test("[PE-17] nothing is sealed the same twice, and the text does not show", () => {
  const sealer = createSealer([NEW]);
  const [one, two] = [sealer.seal("sk-secret", "a"), sealer.seal("sk-secret", "a")];
  expect(Buffer.from(one).equals(two)).toBe(false);
  expect(Buffer.from(one).includes("secret")).toBe(false);
});

test("[PE-17] after a change of the secret the old one still opens, and without it nothing does", () => {
  const sealed = createSealer([OLD]).seal("kept", "a");
  expect(createSealer([NEW, OLD]).open(sealed, "a")).toEqual({ ok: true, value: "kept" });
  expect(createSealer([NEW]).open(sealed, "a").ok).toBe(false);
  expect(createSealer([NEW]).open(new Uint8Array(3), "a").ok).toBe(false);
});
