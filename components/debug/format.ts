const NONE = "–";

/** Whole ms below ten seconds, then seconds with a decimal. */
export function ms(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  if (Math.abs(value) < 10_000) return `${Math.round(value).toLocaleString("en")} ms`;
  return `${(value / 1_000).toFixed(1)} s`;
}

/** Bytes, or KB with a decimal from a thousand on. */
export function bytes(value: number): string {
  if (value < 1_000) return `${value} B`;
  if (value < 1_000_000) return `${(value / 1_000).toFixed(1)} KB`;
  return `${(value / 1_000_000).toFixed(1)} MB`;
}

export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : value.toLocaleString("en");
}

/** Part of a whole in per cent; a dash of nothing. */
export function share(part: number, whole: number): string {
  return whole === 0 ? NONE : `${((part / whole) * 100).toFixed(1)} %`;
}
