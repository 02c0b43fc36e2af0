import { formatId, MAIN_WORLD, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { LooksReply, PicturesReply } from "#city/protocol/messages.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { lookOfAgent, packLook } from "#city/world/look.ts";
import { api } from "#components/net/api.ts";
import { FactBook } from "#components/net/fact-book.ts";

const LIMITS_OF_BOOK = {
  freshMs: 20_000,
  batchMax: LIMITS.appearancesPerRequestMax,
  heldMax: LIMITS.appearancesHeldMax,
} as const;

/** Looks that people chose for their agents, packed. `onChange` hears of whose has changed. */
export function createLookBook(onChange: (agents: readonly number[]) => void): FactBook<number> {
  return new FactBook({
    ...LIMITS_OF_BOOK,
    onChange,
    ask: async (agents) => {
      const ids = agents.map((agent) => formatId("agt", MAIN_WORLD, agent));
      const reply = await api.get<LooksReply>(`/looks?agents=${ids.join()}`);
      return reply.ok ? byNumber("agt", reply.value.looks) : null;
    },
  });
}

/** Addresses of the pictures that hang on parcels. */
export function createPictureBook(): FactBook<string> {
  return new FactBook({
    ...LIMITS_OF_BOOK,
    onChange: () => {},
    ask: async (parcels) => {
      const ids = parcels.map((parcel) => formatId("prc", MAIN_WORLD, parcel));
      const reply = await api.get<PicturesReply>(`/pictures?parcels=${ids.join()}`);
      return reply.ok ? byNumber("prc", reply.value.pictures) : null;
    },
  });
}

/** The packed look of whoever is drawn: the one that was chosen, else the one that goes with the number. */
export function lookWorn(looks: FactBook<number>, agent: number): number {
  const chosen = agent >= OUTSIDE_AGENT_BASE ? looks.of(agent) : null;
  return chosen ?? packLook(lookOfAgent(agent));
}

function byNumber<T>(
  prefix: "agt" | "prc",
  pairs: readonly (readonly [id: string, value: T])[],
): ReadonlyMap<number, T> {
  const found = new Map<number, T>();
  for (const [id, value] of pairs) {
    const parsed = parseId(prefix, id);
    if (parsed.ok) found.set(parsed.value.index, value);
  }
  return found;
}
