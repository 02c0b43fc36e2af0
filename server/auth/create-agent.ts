import { assertExists } from "#city/assert.ts";
import { type AgentId, type BuildingId, formatId, parseId } from "#city/ids.ts";
import { fault } from "#city/protocol/field-faults.ts";
import { DEFAULT_SCOPES } from "#city/protocol/scopes.ts";
import { ok, type Result } from "#city/result.ts";
import { countHomes, insertAgent, type SystemAction, takeAgentNumber } from "#server/db/agent-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { type NameFault, parseAgentName } from "./agent-name.ts";
import { chooseHome, type Home } from "./choose-home.ts";
import { mintKey } from "./key-desk.ts";

/** What City Hall gives a newcomer from the treasury. */
const GRANT_CENTS = 50_000;
/** City Hall takes arrivals in; it is a district without streets. */
export const CITY_HALL = 0;
/** City Hall sends the newcomer off in its next tick, and the home's district takes it in one tick later. */
export const TICKS_TO_ENTER = 2;

export interface NewAgent {
  readonly agentId: AgentId;
  readonly name: string;
  readonly home: BuildingId;
  /** Shown once: only its hash is kept. */
  readonly key: string;
  /** Tick at which the agent is in the city, if the city ticks on. */
  readonly entersAtTick: number;
}

export type NewAgentFault = NameFault | "bad_home" | "no_room";

export interface NewAgentRequest {
  readonly world: number;
  readonly name: string;
  /** Id of a home, or null to have one chosen. */
  readonly home: string | null;
}

/** Makes an agent of the outside kind with its first key, and has City Hall let it in. Rejects when the database does. */
export async function createAgent(
  pool: Pool,
  homes: readonly Home[],
  { world, name, home }: NewAgentRequest,
): Promise<Result<NewAgent, NewAgentFault>> {
  const printable = parseAgentName(name);
  if (!printable.ok) return printable;
  const number = await takeAgentNumber(pool);
  const homeBuilding = await settleHome(pool, homes, { world, number, home });
  if (!homeBuilding.ok) return homeBuilding;
  const { secret, kept } = mintKey(world, { name: "first key", scopes: DEFAULT_SCOPES, expiresInDays: null });
  const tick = await insertAgent(pool, {
    world,
    number,
    name: printable.value,
    kind: "external",
    homeBuilding: homeBuilding.value,
    district: CITY_HALL,
    key: kept,
    actions: [arrival(homeBuilding.value)],
    person: null,
  });
  return ok({
    agentId: formatId("agt", world, number),
    name: printable.value,
    home: formatId("bld", world, homeBuilding.value),
    key: secret,
    entersAtTick: assertExists(tick, "a world has a City Hall") + TICKS_TO_ENTER,
  });
}

/** What City Hall is told of a newcomer. */
export function arrival(homeBuilding: number): SystemAction {
  return {
    kind: "arrive",
    idempotencyKey: "arrive",
    parameters: { homeBuilding, grantCents: GRANT_CENTS },
  };
}

/** The home that was named, which may be shared, or else one near the centre with room. */
export async function settleHome(
  pool: Pool,
  homes: readonly Home[],
  { world, number, home }: { readonly world: number; readonly number: number; readonly home: string | null },
): Promise<Result<number, "bad_home" | "no_room">> {
  if (home !== null) return parseHome(homes, world, home);
  const building = chooseHome(homes, await countHomes(pool, world), number);
  return building === null ? fault("no_room") : ok(building);
}

function parseHome(homes: readonly Home[], world: number, text: string): Result<number, "bad_home"> {
  const id = parseId("bld", text);
  const home =
    id.ok && id.value.world === world ? homes.find(({ building }) => building === id.value.index) : undefined;
  return home === undefined ? fault("bad_home", { home: text.slice(0, 40) }) : ok(home.building);
}
