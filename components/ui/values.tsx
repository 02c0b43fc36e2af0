"use client";

import { useFormatter, useNow } from "use-intl";

/** Gives an amount of credits as text, for places that take no element. */
export function useMoney(): (cents: number) => string {
  const format = useFormatter();
  return (cents) =>
    `${format.number(cents / 100, { minimumFractionDigits: 2, maximumFractionDigits: 2 })} cr`;
}

/** An amount of credits. `signed` puts a plus before what came in. */
export function Money({ cents, signed }: { readonly cents: number; readonly signed?: boolean }) {
  const text = useMoney()(Math.abs(cents));
  const sign = cents < 0 ? "−" : signed && cents > 0 ? "+" : "";
  return (
    <span
      className={
        signed && cents > 0 ? "whitespace-nowrap text-good tabular-nums" : "whitespace-nowrap tabular-nums"
      }
    >
      {sign}
      {text}
    </span>
  );
}

const REFRESH_MS = 30_000;

/** A moment: how long ago it was, with the exact time on hover; `exact` shows that one. */
export function Time({ at, exact }: { readonly at: string; readonly exact?: boolean }) {
  const format = useFormatter();
  // Only to be drawn again: between two updates its time is behind, and what has just happened would be "in 7 seconds".
  useNow({ updateInterval: REFRESH_MS });
  const moment = new Date(at);
  const full = format.dateTime(moment, { dateStyle: "medium", timeStyle: "short" });
  return (
    <time dateTime={at} title={full} className="whitespace-nowrap">
      {exact ? full : format.relativeTime(moment, Date.now())}
    </time>
  );
}
