import { LIMITS } from "#city/limits.ts";
import type { FeedLine } from "#sim";

/** Lines from here on are always told. */
const ALWAYS_FROM = 40;
/** Of the lesser ones a district tells this many a tick, so that small talk never drowns what happens. */
const SMALL_PER_TICK_MAX = 1;

/**
 * The feed rule: which of a district's lines of one tick are told, in the order they happened. Everything of
 * significance 40 and more, and the most significant lesser line; never more than LIMITS.feedEntriesPerTickMax.
 */
export function significantLines(lines: readonly FeedLine[]): readonly FeedLine[] {
  const ranked = lines
    .map((line, order) => ({ line, order }))
    .sort((a, b) => b.line.significance - a.line.significance || a.order - b.order);
  const large = ranked.filter(({ line }) => line.significance >= ALWAYS_FROM);
  const small = ranked.filter(({ line }) => line.significance < ALWAYS_FROM).slice(0, SMALL_PER_TICK_MAX);
  return [...large, ...small]
    .slice(0, LIMITS.feedEntriesPerTickMax)
    .sort((a, b) => a.order - b.order)
    .map(({ line }) => line);
}
