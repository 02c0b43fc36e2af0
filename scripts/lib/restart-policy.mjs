/** Five crashes within a minute are no accident: whatever kills it will kill it again. */
export const MAX_CRASHES = 5;
export const CRASH_WINDOW_MS = 60_000;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 10_000;

/**
 * What to do after a crash. `crashesMs` are the times of all crashes so far, the latest last, in milliseconds
 * of one steady clock. Returns the wait before the restart, or null to give up.
 */
export function restartDelayMs(crashesMs) {
  const latest = crashesMs.at(-1) ?? 0;
  const recent = crashesMs.filter((at) => latest - at < CRASH_WINDOW_MS).length;
  if (recent >= MAX_CRASHES) return null;
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, recent - 1));
}
