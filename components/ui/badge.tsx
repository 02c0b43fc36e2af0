import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type BadgeTone = "plain" | "accent" | "good" | "warn" | "bad" | "brick";

const TONES: Readonly<Record<BadgeTone, string>> = {
  plain: "bg-sunken text-muted",
  accent: "bg-accent-soft text-accent-strong",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  brick: "bg-brick-soft text-brick",
};

interface BadgeProps {
  readonly tone?: BadgeTone;
  /** A dot in front, for states that come and go. */
  readonly dot?: boolean;
  readonly children: ReactNode;
}

/** A state in one or two words. */
export function Badge({ tone = "plain", dot, children }: BadgeProps) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap",
        TONES[tone],
      )}
    >
      {dot && <span className="size-1.5 rounded-full bg-current" aria-hidden="true" />}
      {children}
    </span>
  );
}
