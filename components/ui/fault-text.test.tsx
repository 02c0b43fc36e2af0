import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { describe, expect, it } from "vitest";
import { FIELD_FAULTS, type FieldFault, type FieldFaultCode } from "#city/protocol/field-faults.ts";
import type { Locale } from "#components/i18n/locales.ts";
import { textsOf } from "#components/i18n/texts-of.ts";
import { useFaultText, useFieldFaultText } from "./fault-text.ts";

const CODES = Object.keys(FIELD_FAULTS) as FieldFaultCode[];
const ENGLISH = "Said in English.";

function Told({ fault }: { readonly fault: FieldFault }) {
  return <>{useFaultText()(fault)}</>;
}

function AtField({ length }: { readonly length: number }) {
  const values = { max: 40, length };
  return <>{useFieldFaultText()({ pointer: "/name", code: "name_length", detail: ENGLISH, values })}</>;
}

function told(locale: Locale, code: FieldFaultCode, values: FieldFault["values"]): string {
  return renderToStaticMarkup(
    <IntlProvider locale={locale} messages={textsOf(locale)} timeZone="UTC">
      <Told fault={{ pointer: "/x", code, detail: ENGLISH, values }} />
    </IntlProvider>,
  );
}

/** Something for every place of a code's sentence. */
function valuesOf(code: FieldFaultCode): FieldFault["values"] {
  const places = [...FIELD_FAULTS[code].matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return Object.fromEntries(places.map((name, i) => [name, `<${name} ${i}>`]));
}

describe("a fault of a field", () => {
  it.each(CODES)("[PG-17] %s is told in German, with its values as they are", (code) => {
    const values = valuesOf(code);
    const text = told("de", code, values);
    expect(text).not.toBe(ENGLISH);
    expect(text).not.toBe(told("en", code, values));
    for (const value of Object.values(values))
      expect(text).toContain(`&lt;${String(value).slice(1, -1)}&gt;`);
  });

  it("[PG-17] has numbers by the page's language", () => {
    expect(told("de", "too_large", { max: 12_000 })).toBe("Das darf 12.000 oder weniger sein.");
    expect(told("en", "too_large", { max: 12_000 })).toBe("This must be 12,000 or less.");
  });

  it("[PG-17] that is empty is asked for at the field as every form asks", () => {
    const at = (length: number) =>
      renderToStaticMarkup(
        <IntlProvider locale="en" messages={textsOf("en")} timeZone="UTC">
          <AtField length={length} />
        </IntlProvider>,
      );
    expect(at(0)).toBe("Please fill this in.");
    expect(at(41)).toBe("A name has 1 to 40 characters; this one has 41.");
  });

  it("[PG-17] with a code that is not known here is the city's sentence", () => {
    expect(told("de", "too_blue" as FieldFaultCode, {})).toBe(ENGLISH);
  });
});
