export const MAX_CRASHES: number;
export const CRASH_WINDOW_MS: number;
export function restartDelayMs(crashesMs: readonly number[]): number | null;
