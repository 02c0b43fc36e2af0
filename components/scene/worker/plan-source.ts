import { decodeIndex, decodeNeighborhood } from "#city/plan/codec.ts";
import type { NeighborhoodPlan, PlanIndex } from "#city/plan/types.ts";
import type { LoadFault } from "./messages.ts";

/** Tries before a file counts as unreachable, with a pause between them that doubles. */
const TRIES_MAX = 5;
const FIRST_PAUSE_MS = 400;

export class PlanFault extends Error {
  readonly fault: LoadFault;

  constructor(fault: LoadFault) {
    super(fault);
    this.fault = fault;
  }
}

/** Which plan is current and its index. Throws PlanFault. */
export async function fetchIndex(): Promise<{ readonly hash: string; readonly index: PlanIndex }> {
  const reply: unknown = await (await fetchRetrying("/plan/current")).json();
  if (typeof reply !== "object" || reply === null || !("hash" in reply) || typeof reply.hash !== "string") {
    throw new PlanFault("bad_plan");
  }
  const bytes = new Uint8Array(await (await fetchRetrying(`/plan/${reply.hash}/index`)).arrayBuffer());
  return { hash: reply.hash, index: decoded(() => decodeIndex(bytes)) };
}

/** One neighborhood of a plan. Throws PlanFault. */
export async function fetchNeighborhood(
  hash: string,
  index: PlanIndex,
  n: number,
): Promise<NeighborhoodPlan> {
  const bytes = new Uint8Array(await (await fetchRetrying(`/plan/${hash}/${n}`)).arrayBuffer());
  return decoded(() => decodeNeighborhood(index, n, bytes));
}

function decoded<T>(decode: () => T): T {
  try {
    return decode();
  } catch {
    throw new PlanFault("bad_plan");
  }
}

async function fetchRetrying(path: string): Promise<Response> {
  let pauseMs = FIRST_PAUSE_MS;
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(path).catch(() => null);
    if (response?.ok) return response;
    if (response?.status === 404) throw new PlanFault("no_plan");
    if (attempt === TRIES_MAX) throw new PlanFault("unreachable");
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs *= 2;
  }
}
