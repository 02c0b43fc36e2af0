// npm run agent:new -- --name Ada [--home bld_…]: makes an agent and prints its key, once.
import { parseArgs } from "node:util";
import { MAIN_WORLD } from "#city/ids.ts";
import { openBlobs } from "#server/assets/open-blobs.ts";
import { readPlaces } from "#server/assets/plan-places.ts";
import { listHomes } from "#server/auth/choose-home.ts";
import { createAgent, type NewAgent } from "#server/auth/create-agent.ts";
import { readPlanHash } from "#server/db/city-store.ts";
import { databaseFault } from "#server/db/database-fault.ts";
import { createPool } from "#server/db/pool.ts";
import { type Env, readEnv } from "#server/env.ts";

const USAGE = "Usage: npm run agent:new -- --name Ada [--home bld_…]";
const NOT_RUNNING =
  "The city is not running: start it with npm start, then run this again in another terminal.";

process.exitCode = await main();

async function main(): Promise<number> {
  const wanted = readArguments();
  if (wanted === null) return fail(USAGE);
  if (!process.env.DATABASE_URL) return fail(NOT_RUNNING);
  const env = readEnv();
  const pool = createPool({
    url: env.databaseUrl,
    connectionsMax: 1,
    name: "borough-agent-new",
    onError: () => {},
  });
  try {
    const hash = await readPlanHash(pool, MAIN_WORLD);
    if (hash === null) return fail("There is no city in this database yet: start it once with npm start.");
    const { index, places } = await readPlaces(openBlobs(env), hash);
    const made = await createAgent(pool, listHomes(index, places), { world: MAIN_WORLD, ...wanted });
    if (!made.ok) return fail(made.message);
    console.log(describe(made.value, env));
    return 0;
  } catch (error) {
    if (databaseFault(error) === "down") return fail(NOT_RUNNING);
    throw error;
  } finally {
    await pool.end();
  }
}

function readArguments(): { readonly name: string; readonly home: string | null } | null {
  try {
    const { values } = parseArgs({ options: { name: { type: "string" }, home: { type: "string" } } });
    return values.name === undefined ? null : { name: values.name, home: values.home ?? null };
  } catch {
    return null;
  }
}

function fail(sentence: string): number {
  console.error(sentence);
  return 1;
}

function describe(agent: NewAgent, { host, port }: Env): string {
  const url = `http://${["0.0.0.0", "::"].includes(host) ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`;
  return `
${agent.name} is made.
  id      ${agent.agentId}
  home    ${agent.home}
  enters  at tick ${agent.entersAtTick}
  key     ${agent.key}
The key is shown this once; keep it.

See what ${agent.name} sees:
  export CITY_URL=${url} AGENT_KEY=${agent.key}
  curl -H "Authorization: Bearer $AGENT_KEY" "$CITY_URL/api/v1/me/observation?wait=25"
`;
}
