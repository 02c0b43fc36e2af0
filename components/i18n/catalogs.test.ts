import { describe, expect, it } from "vitest";
import { API_ERRORS, RESULT_CODES } from "#city/protocol/codes.ts";
import { errorTexts } from "./error-texts.ts";
import { LOCALES, type Locale, localeOf } from "./locales.ts";
import { cityTextsOf, textsOf } from "./texts-of.ts";

/** Every text of a catalog by its path. */
function flat(catalog: object, path = ""): Map<string, string> {
  return new Map(
    Object.entries(catalog).flatMap(([key, value]: [string, unknown]) =>
      typeof value === "object" && value !== null
        ? [...flat(value, `${path}${key}.`)]
        : [[path + key, String(value)] as const],
    ),
  );
}

/** Names that a text has places for, those inside of its branches too. */
function places(text: string): string[] {
  const found = new Set<string>();
  let at = 0;
  const takeWord = () => {
    const word = /[^{},]*/y;
    word.lastIndex = at;
    const [taken = ""] = word.exec(text) ?? [];
    at += taken.length;
    return taken.trim();
  };
  const readMessage = () => {
    while (at < text.length && text[at] !== "}") {
      if (text[at++] !== "{") continue;
      found.add(takeWord());
      let kind = "";
      if (text[at] === ",") {
        at++;
        kind = takeWord();
      }
      while (at < text.length && text[at] !== "}") {
        // A branch of a choice is a text of its own; a format such as ", number" is not.
        if (text[at++] !== "{") continue;
        expect(["plural", "select", "selectordinal"]).toContain(kind);
        readMessage();
        at++;
      }
      at++;
    }
  };
  readMessage();
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

const all = (locale: Locale) => flat({ ...textsOf(locale), city: cityTextsOf(locale) });
const english = all("en");
const others = LOCALES.filter((locale) => locale !== "en");

describe("catalogs of texts", () => {
  it("[PG-10] have the same keys in every language, and the same places in each text", () => {
    for (const locale of others) {
      const texts = all(locale);
      expect([...texts.keys()]).toEqual([...english.keys()]);
      for (const [key, text] of texts)
        expect([key, places(text)]).toEqual([key, places(english.get(key) ?? "")]);
    }
  });

  it("[PG-11] leave no text empty and nothing untranslated but names", () => {
    for (const locale of others) {
      const texts = all(locale);
      expect([...texts].filter(([, text]) => text.trim() === "")).toEqual([]);
      const same = [...texts].filter(
        ([key, text]) => text === english.get(key) && /\p{Ll}{2,} \p{Ll}{2,}/u.test(text),
      );
      expect(same).toEqual([]);
    }
  });

  it("[PG-12] explain every code of the API and of results, in every language", () => {
    for (const locale of LOCALES) {
      const { api, result } = errorTexts(locale);
      expect(Object.keys(api).sort()).toEqual(Object.keys(API_ERRORS).sort());
      expect(Object.keys(result).sort()).toEqual(Object.keys(RESULT_CODES).sort());
      expect(Object.keys(textsOf(locale).problems)).toEqual(expect.arrayContaining(Object.keys(API_ERRORS)));
    }
  });

  it("[PG-13] speak the language chosen, else the first asked for that is spoken here, else English", () => {
    expect(localeOf("de", "en")).toBe("de");
    expect(localeOf(undefined, "fr-FR, de-AT;q=0.8, en;q=0.4")).toBe("de");
    expect(localeOf(undefined, "en;q=0.3, de;q=0.9")).toBe("de");
    expect(localeOf("xx", "fr")).toBe("en");
    expect(localeOf(undefined, null)).toBe("en");
  });
});
