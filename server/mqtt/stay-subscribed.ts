import { LIMITS } from "#city/limits.ts";
import { type Bus, BusError, type BusHandler } from "./bus.ts";

/** Listens to a filter for as long as the bus lives, however often the broker refuses at first: it may still be starting. */
export function staySubscribed(
  bus: Pick<Bus, "subscribe">,
  filter: string,
  handler: BusHandler,
  onError: (error: unknown) => void,
): void {
  bus.subscribe(filter, handler).catch((error: unknown) => {
    if (error instanceof BusError && error.code === "closed") return;
    onError(error);
    setTimeout(staySubscribed, LIMITS.busReconnectMs, bus, filter, handler, onError).unref();
  });
}
