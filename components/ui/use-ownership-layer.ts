import { useEffect } from "react";
import type { ParcelStates } from "#city/protocol/estate-views.ts";
import { api } from "#components/net/api.ts";
import { useSession } from "./session-context.ts";

/** The wire tells whose a parcel is, the registry what it costs. */
const ASK_EVERY_MS = 10_000;

/** Keeps the ownership layer as it should be while it is on. */
export function useOwnershipLayer(on: boolean): void {
  const session = useSession();
  useEffect(() => {
    if (session === null || !on) return;
    let gone = false;
    session.showOwnership(new Map());
    const ask = async () => {
      const reply = await api.get<ParcelStates>("/parcels/states");
      if (gone || !reply.ok) return;
      session.showOwnership(
        new Map(reply.value.parcels.map(([parcel, state, mine]) => [parcel, { state, mine: mine === 1 }])),
      );
    };
    void ask();
    const timer = window.setInterval(() => void ask(), ASK_EVERY_MS);
    return () => {
      gone = true;
      window.clearInterval(timer);
      session.showOwnership(null);
    };
  }, [session, on]);
}
