import { MAIN_WORLD, parseId } from "#city/ids.ts";
import { type AgentFacts, readAgentFacts } from "#server/agents/agent-facts-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { ApiFault } from "./problem.ts";

/** Number of an agent of the main world by its id; null when it is none. */
export function agentNumberOf(text: string): number | null {
  const id = parseId("agt", text);
  return id.ok && id.value.world === MAIN_WORLD ? id.value.index : null;
}

/** The agent of this id if it is the person's. Throws ApiFault `not_found` for all others: whose they are is nobody's business. */
export async function ownAgentOf(
  pool: Pool,
  userId: number,
  text: string,
): Promise<AgentFacts & { readonly world: number }> {
  const number = agentNumberOf(text);
  const facts = number === null ? null : await readAgentFacts(pool, MAIN_WORLD, number);
  if (facts === null || facts.userId !== userId) throw noSuchAgent();
  return { ...facts, world: MAIN_WORLD };
}

export function noSuchAgent(): ApiFault {
  return new ApiFault({ code: "not_found", detail: "There is no agent of this id." });
}
