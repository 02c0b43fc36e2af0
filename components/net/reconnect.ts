/** Upper bounds of the wait before the first attempt and before any later one. */
const FIRST_MS = 1_000;
const LONGEST_MS = 8_000;
const DOUBLINGS_MAX = 3;

/**
 * Wait before the next attempt to connect, in ms: anything from nothing to a bound that doubles with each failure, so that the
 * viewers of a server that died do not come back all at once. `random` is a number from 0 up to 1.
 */
export function reconnectDelayMs(failures: number, random: number): number {
  const bound = FIRST_MS * 2 ** Math.min(failures, DOUBLINGS_MAX);
  return Math.floor(random * Math.min(bound, LONGEST_MS));
}
