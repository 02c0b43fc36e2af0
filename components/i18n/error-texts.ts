import type { ApiErrorCode, ResultCode } from "#city/protocol/codes.ts";
import { errors as de } from "./de/errors.ts";
import { errors as en } from "./en/errors.ts";
import type { Locale } from "./locales.ts";

/** What a code means, and what to do about it. */
export type Explained = readonly [meaning: string, remedy: string];

export interface ErrorTexts {
  readonly title: string;
  readonly text: string;
  readonly apiTitle: string;
  readonly apiText: string;
  readonly resultTitle: string;
  readonly resultText: string;
  readonly code: string;
  readonly status: string;
  readonly meaning: string;
  readonly remedy: string;
  readonly linkTo: string;
  readonly api: Readonly<Record<ApiErrorCode, Explained>>;
  readonly result: Readonly<Record<ResultCode, Explained>>;
}

const TEXTS: Readonly<Record<Locale, ErrorTexts>> = { en, de };

/** The handbook of codes in a language. Only the server reads it: it is longer than what pages should carry along. */
export function errorTexts(locale: Locale): ErrorTexts {
  return TEXTS[locale];
}
