import type { OrderView } from "#city/protocol/estate-views.ts";
import { api } from "#components/net/api.ts";

const ASK_EVERY_MS = 1_000;
/** After this long somebody who still wants to know looks for themselves. */
const ASKS_MAX = 600;

/** Asks after an order until it is decided; null when it is not there, or when nobody wants to know any more. */
export async function awaitOrder(id: string, isWanted: () => boolean): Promise<OrderView | null> {
  for (let i = 0; i < ASKS_MAX && isWanted(); i++) {
    const reply = await api.get<OrderView>(`/orders/${id}`);
    if (reply.ok && reply.value.tick !== null) return reply.value;
    if (!reply.ok && reply.code === "not_found") return null;
    await new Promise((resolve) => window.setTimeout(resolve, ASK_EVERY_MS));
  }
  return null;
}
