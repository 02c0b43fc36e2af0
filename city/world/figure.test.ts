import { expect, test } from "vitest";
import { FIGURE, isWorn, wornBits } from "./figure.ts";
import { coloursOf, LOOK_CHOICES, LOOK_PARTS, lookOfWord } from "./look.ts";
import { hex, portraitShapes } from "./portrait.ts";

const looks = Array.from({ length: 400 }, (_, word) => lookOfWord(word));

test("[AG-12] what a look wears is the same by name and by bits", () => {
  for (const look of looks) {
    for (const block of FIGURE) {
      const [part, choices] = wornBits(block);
      const name = LOOK_PARTS[part];
      const worn = name === undefined || ((choices >> look[name]) & 1) === 1;
      expect(worn).toBe(isWorn(block, look));
    }
  }
});

test("[AG-12] a choice that is worn is one there is", () => {
  for (const { worn } of FIGURE) {
    for (const choice of worn?.choices ?? []) expect(choice).toBeLessThan(LOOK_CHOICES[worn?.part ?? "hair"]);
  }
});

test("[AG-12] a portrait has the figure's own colours of skin, top, hat and scarf", () => {
  for (const look of looks) {
    const drawn = new Set(portraitShapes(look).map(({ colour }) => hex(colour)));
    const { skin, top, hat, scarf, hair } = coloursOf(look);
    expect([skin, top].every((colour) => drawn.has(hex(colour)))).toBe(true);
    if (look.hair > 0) expect(drawn.has(hex(hair))).toBe(true);
    if (look.extra === 3) expect(drawn.has(hex(hat))).toBe(true);
    if (look.extra === 4) expect(drawn.has(hex(scarf))).toBe(true);
  }
});
