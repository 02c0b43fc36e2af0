import { API_ERRORS, RESULT_CODES } from "#city/protocol/codes.ts";
import type { ErrorTexts, Explained } from "#components/i18n/error-texts.ts";
import { Card } from "#components/ui/card.tsx";
import { PageHead } from "#components/ui/page-head.tsx";

interface Entry {
  readonly code: string;
  /** Where problem+json's `type` leads; results of actions have a prefix, since both lists know rate_limited. */
  readonly anchor: string;
  readonly status?: number;
  readonly explained: Explained;
}

/** Every code that an answer of the city can carry. */
export function ErrorHandbook({ texts }: { readonly texts: ErrorTexts }) {
  const ofApi = keysOf(API_ERRORS).map((code) => ({
    code,
    anchor: code,
    status: API_ERRORS[code].status,
    explained: texts.api[code],
  }));
  const ofActions = keysOf(RESULT_CODES).map((code) => ({
    code,
    anchor: `result-${code}`,
    explained: texts.result[code],
  }));
  return (
    <div className="mx-auto max-w-[920px]">
      <PageHead title={texts.title} text={texts.text} />
      <div className="grid gap-8">
        <Section title={texts.apiTitle} text={texts.apiText} entries={ofApi} linkTo={texts.linkTo} />
        <Section
          title={texts.resultTitle}
          text={texts.resultText}
          entries={ofActions}
          linkTo={texts.linkTo}
        />
      </div>
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly text: string;
  readonly entries: readonly Entry[];
  readonly linkTo: string;
}

function Section({ title, text, entries, linkTo }: SectionProps) {
  return (
    <Card title={title} text={text} flush>
      <dl>
        {entries.map(({ code, anchor, status, explained: [meaning, remedy] }) => (
          <div
            key={anchor}
            id={anchor}
            className="grid scroll-mt-20 gap-x-6 gap-y-1 border-t border-line px-5 py-3.5 target:bg-accent-soft sm:grid-cols-[240px_1fr] sm:px-6"
          >
            <dt className="flex items-baseline gap-3">
              <a
                href={`#${anchor}`}
                aria-label={linkTo.replace("{code}", code)}
                className="inline-flex min-h-6 items-center font-mono text-sm font-medium break-all hover:underline"
              >
                {code}
              </a>
              {status !== undefined && <span className="text-xs text-muted tabular-nums">{status}</span>}
            </dt>
            <dd className="text-sm">
              {meaning} <span className="text-muted">{remedy}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** The keys of a table with fixed keys, as such. */
function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(table) as K[];
}
