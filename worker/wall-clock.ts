/** Wall time, Unix ms. Follows the monotonic clock, so that the city neither stops nor races when someone sets the time. */
export function wallNowMs(): number {
  return Math.floor(performance.timeOrigin + performance.now());
}
