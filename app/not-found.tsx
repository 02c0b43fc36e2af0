import { textsOf } from "#components/i18n/texts-of.ts";
import { Mark } from "#components/portal/mark.tsx";
import { preferences } from "./preferences.ts";

/** Unknown addresses lead back to the city. Plain HTML: every page carries this one along. */
export default async function NotFound() {
  const { frame } = textsOf((await preferences()).locale);
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="max-w-md text-center">
        <Mark className="mx-auto size-12" />
        <p className="mt-8 text-sm font-medium text-brick tabular-nums">404</p>
        <h1 className="mt-1 text-2xl font-semibold tracking-[-0.02em] text-balance">{frame.notFoundTitle}</h1>
        <p className="mt-3 text-balance text-muted">{frame.notFoundText}</p>
        <a
          className="mt-7 inline-flex min-h-11 items-center rounded-md bg-accent px-5 text-sm font-medium text-on-accent hover:bg-accent-strong"
          href="/"
        >
          {frame.backToCity}
        </a>
      </div>
    </main>
  );
}
