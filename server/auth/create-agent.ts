import { createHash, randomInt } from "node:crypto";
import { assertExists } from "#city/assert.ts";
import { type AgentId, type BuildingId, formatId, parseId } from "#city/ids.ts";
import { err, ok, type Result } from "#city/result.ts";
import { countHomes, insertAgent, takeAgentNumber } from "#server/db/agent-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { parseAgentName } from "./agent-name.ts";
import { chooseHome, type Home } from "./choose-home.ts";
import { hashKey, newKey } from "./key-secret.ts";

/** What City Hall gives a newcomer from the treasury. */
const GRANT_CENTS = 50_000;
/** City Hall takes arrivals in; it is a district without streets. */
const CITY_HALL = 0;
/** City Hall sends the newcomer off in its next tick, and the home's district takes it in one tick later. */
const TICKS_TO_ENTER = 2;
const KEY_INDEX_LIMIT = 2_176_782_336;

export interface NewAgent {
  readonly agentId: AgentId;
  readonly name: string;
  readonly home: BuildingId;
  /** Shown once: only its hash is kept. */
  readonly key: string;
  /** Tick at which the agent is in the city, if the city ticks on. */
  readonly entersAtTick: number;
}

export type NewAgentFault = "bad_name" | "bad_home" | "no_room";

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
  const wanted = home === null ? ok(null) : parseHome(homes, world, home);
  if (!wanted.ok) return wanted;
  const number = await takeAgentNumber(pool);
  const homeBuilding = wanted.value ?? chooseHome(homes, await countHomes(pool, world), number);
  if (homeBuilding === null)
    return err("no_room", "Every home of the city is full; name one with --home to share it.");
  const key = newKey();
  const arrival = JSON.stringify({ homeBuilding, grantCents: GRANT_CENTS });
  const tick = await insertAgent(pool, {
    world,
    number,
    name: printable.value,
    homeBuilding,
    district: CITY_HALL,
    keyId: formatId("key", world, randomInt(KEY_INDEX_LIMIT)),
    keyName: "first key",
    keyHash: hashKey(key),
    arrival,
    digest: createHash("sha256").update(arrival).digest(),
  });
  return ok({
    agentId: formatId("agt", world, number),
    name: printable.value,
    home: formatId("bld", world, homeBuilding),
    key,
    entersAtTick: assertExists(tick, "a world has a City Hall") + TICKS_TO_ENTER,
  });
}

function parseHome(homes: readonly Home[], world: number, text: string): Result<number, "bad_home"> {
  const id = parseId("bld", text);
  const home =
    id.ok && id.value.world === world ? homes.find(({ building }) => building === id.value.index) : undefined;
  return home === undefined
    ? err("bad_home", `${text.slice(0, 40)} is not a home of this city.`)
    : ok(home.building);
}
