import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { describe, expect, it } from "vitest";
import { LOOK_CHOICES, LOOK_PARTS, lookOfWord } from "#city/world/look.ts";
import { LOCALES } from "#components/i18n/locales.ts";
import { textsOf } from "#components/i18n/texts-of.ts";
import { LOOK_NAMES } from "./look-names.ts";
import { LookPartChips } from "./look-part.tsx";

describe("the choices of a part of a look", () => {
  it.each(LOOK_PARTS)(
    "[PG-19] of %s are radios with a name each, one of them chosen, in every language",
    (part) => {
      expect(LOOK_NAMES[part]).toHaveLength(LOOK_CHOICES[part]);
      for (const locale of LOCALES) {
        const html = renderToStaticMarkup(
          <IntlProvider locale={locale} messages={textsOf(locale)} timeZone="UTC">
            <LookPartChips part={part} look={lookOfWord(1)} onChange={() => {}} />
          </IntlProvider>,
        );
        const names = [...html.matchAll(/<input type="radio"[^>]*aria-label="([^"]+)"/g)].map(
          ([, name]) => name,
        );
        expect(new Set(names).size).toBe(LOOK_CHOICES[part]);
        expect(html.match(/checked=""/g)).toHaveLength(1);
      }
    },
  );
});
