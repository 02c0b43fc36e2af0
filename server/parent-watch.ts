/**
 * Calls back once when the process that started this one is gone, however it died, so that nothing outlives
 * its launcher. Without a channel to a parent (a container, a terminal) it does nothing.
 */
export function exitWithParent(onDisconnect: () => void): void {
  if (process.channel === undefined) return;
  // The parent held the other end of our output: writing to it must not kill an orderly stop.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  // The channel is only watched; by itself it must not keep the process alive.
  process.channel.unref();
  process.once("disconnect", onDisconnect);
}
