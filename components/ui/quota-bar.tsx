"use client";

import { useFormatter } from "use-intl";
import { useText } from "#components/i18n/use-text.ts";

interface QuotaBarProps {
  readonly label: string;
  readonly used: number;
  readonly limit: number;
  /** How a number is written; plain by default. */
  readonly format?: (value: number) => string;
}

/** From this share on the bar warns. */
const NEARLY = 0.8;

/** How much of a plan's quota is used. */
export function QuotaBar({ label, used, limit, format }: QuotaBarProps) {
  const t = useText("kit");
  const { number } = useFormatter();
  const show = format ?? ((value: number) => number(value));
  const share = limit > 0 ? Math.min(1, used / limit) : 1;
  const tone = share >= 1 ? "fill-bad" : share >= NEARLY ? "fill-warn" : "fill-accent";
  const text = t("usedOf", { used: show(used), limit: show(limit) });
  return (
    <div className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-4 text-sm">
        <span>{label}</span>
        <span className="shrink-0 text-muted tabular-nums">{text}</span>
      </div>
      <meter className="sr-only" aria-label={label} min={0} max={limit} value={Math.min(used, limit)}>
        {text}
      </meter>
      <svg className="h-1.5 w-full rounded-full bg-line" aria-hidden="true">
        {/* As an attribute and not a style, which the server's HTML may not hold. */}
        <rect width={`${Math.round(share * 100)}%`} height="100%" rx="3" className={tone} />
      </svg>
    </div>
  );
}
