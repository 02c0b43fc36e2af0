import { useEffect } from "react";
import { api } from "#components/net/api.ts";
import type { CitySession } from "#components/scene/city-session.ts";

/** A new agent takes some ticks to enter, so its mark may, too. */
const ASK_EVERY_MS = 30_000;

interface OwnAgentIds {
  readonly agents: readonly { readonly agent_id: string }[];
}

/** Marks the viewer's own agents in the city. */
export function useOwnAgents(session: CitySession | null, signedIn: boolean): void {
  useEffect(() => {
    if (session === null || !signedIn) return;
    let gone = false;
    const ask = async () => {
      const reply = await api.get<OwnAgentIds>("/agents");
      if (!gone && reply.ok) session.markOwn(reply.value.agents.map((agent) => agent.agent_id));
    };
    void ask();
    const timer = window.setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      gone = true;
      window.clearInterval(timer);
      session.markOwn([]);
    };
  }, [session, signedIn]);
}
