// npm run keys -- list|new|rotate|revoke …: looks after the keys of an agent in a running city.
import { parseArgs } from "node:util";
import { MAIN_WORLD, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { readAgentFacts } from "#server/agents/agent-facts-store.ts";
import { writeAudit } from "#server/auth/audit.ts";
import { createKeyBook, type KeyHolder, type KeyView } from "#server/auth/key-book-store.ts";
import { type IssuedKey, issueKey, revokeKey, rotateKey } from "#server/auth/key-desk.ts";
import { newKeySchema, rotateSchema } from "#server/auth/key-request.ts";
import { databaseFault } from "#server/db/database-fault.ts";
import { createPool, type Pool } from "#server/db/pool.ts";
import { readEnv } from "#server/env.ts";
import { quotaOf } from "#server/plans/plans.ts";

const USAGE = `Usage: npm run keys -- <command> --agent agt_…
  list                                       the agent's keys: first characters, scopes, last use
  new --name laptop [--scopes observe,act] [--days 90]
                                             makes a key and shows it, once
  rotate --key key_… [--overlap 60]          puts a new key in its place; the old one works on for so many minutes
  revoke --key key_…                         ends a key within two seconds`;
const NOT_RUNNING =
  "The city is not running: start it with npm start, then run this again in another terminal.";

/** Exit codes: done, could not be done, not understood. */
const FINE = 0;
const WRONG = 1;
const MISUSED = 2;

interface Ground {
  readonly pool: Pool;
  readonly holder: KeyHolder;
  readonly agentId: string;
  readonly keysMax: number;
}

interface Wanted {
  readonly agent: string;
  readonly run: (ground: Ground) => Promise<number>;
}

process.exitCode = await main();

async function main(): Promise<number> {
  const wanted = readArguments();
  if (wanted === null) return complain(USAGE, MISUSED);
  const id = parseId("agt", wanted.agent);
  if (!id.ok || id.value.world !== MAIN_WORLD)
    return complain(`${wanted.agent} is not an agent's id.`, MISUSED);
  if (!process.env.DATABASE_URL) return complain(NOT_RUNNING, WRONG);
  const { databaseUrl } = readEnv();
  const pool = createPool({ url: databaseUrl, connectionsMax: 1, name: "borough-keys", onError: () => {} });
  try {
    const holder = { world: MAIN_WORLD, agent: id.value.index };
    const facts = await readAgentFacts(pool, holder.world, holder.agent);
    if (facts === null) return complain(`There is no agent ${wanted.agent}.`, WRONG);
    const keysMax = facts.ownerPlan === null ? LIMITS.keysPerAgentMax : quotaOf(facts.ownerPlan).keys;
    return await wanted.run({ pool, holder, agentId: wanted.agent, keysMax });
  } catch (error) {
    if (databaseFault(error) === "down") return complain(NOT_RUNNING, WRONG);
    throw error;
  } finally {
    await pool.end();
  }
}

function readArguments(): Wanted | null {
  const text = { type: "string" } as const;
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { agent: text, name: text, scopes: text, days: text, key: text, overlap: text },
    });
    const { agent, key = "" } = values;
    const [command, ...rest] = positionals;
    if (agent === undefined || rest.length > 0) return null;
    if (command === "list") return { agent, run: list };
    if (command === "revoke" && key !== "") return { agent, run: (ground) => revoke(ground, key) };
    const { name, scopes, days, overlap } = values;
    if (command === "new") {
      const wish = newKeySchema.safeParse({
        name,
        scopes: scopes?.split(","),
        expires_in_days: days && Number(days),
      });
      return wish.success ? { agent, run: (ground) => make(ground, wish.data) } : null;
    }
    const turn = rotateSchema.safeParse({ overlap_minutes: overlap && Number(overlap) });
    if (command !== "rotate" || key === "" || !turn.success) return null;
    return { agent, run: (ground) => rotate(ground, key, turn.data.overlap_minutes) };
  } catch {
    return null;
  }
}

async function list({ pool, holder }: Ground): Promise<number> {
  const keys = await createKeyBook(pool).list(holder);
  if (keys.length === 0) console.log("The agent has no keys.");
  for (const key of keys) console.log(lineOf(key));
  return FINE;
}

async function make(ground: Ground, wish: Parameters<typeof issueKey>[2]): Promise<number> {
  const issued = await issueKey(createKeyBook(ground.pool), ground.holder, wish, ground.keysMax);
  return issued.ok ? show(ground, "key_new", issued.value) : complain(issued.message, WRONG);
}

async function rotate(ground: Ground, keyId: string, overlapMinutes: number): Promise<number> {
  const issued = await rotateKey(createKeyBook(ground.pool), ground.holder, keyId, overlapMinutes);
  return issued.ok ? show(ground, "key_rotate", issued.value) : complain(issued.message, WRONG);
}

/** Web processes believe a key for a second and ask about open connections every second: nobody needs to be told. */
async function revoke(ground: Ground, keyId: string): Promise<number> {
  const revoked = await revokeKey(createKeyBook(ground.pool), ground.holder, keyId);
  if (!revoked.ok) return complain(revoked.message, WRONG);
  await note(ground, "key_revoke", keyId);
  console.log(lineOf(revoked.value));
  return FINE;
}

async function show(ground: Ground, action: string, issued: IssuedKey): Promise<number> {
  await note(ground, action, issued.key_id);
  console.log(`${lineOf(issued)}\n\n  key  ${issued.key}\nThe key is shown this once; keep it.`);
  return FINE;
}

function note({ pool, agentId }: Ground, action: string, key: string): Promise<void> {
  return writeAudit(pool, { actor: null, action, subject: agentId, detail: { key }, address: "" });
}

function lineOf(key: KeyView): string {
  const used =
    key.last_used_at === null ? "never used" : `used ${key.last_used_at} from ${key.last_used_from ?? "?"}`;
  const ends = key.expires_at === null ? "" : `, expires ${key.expires_at}`;
  return `${key.key_id}  ${key.prefix}…  ${key.status.padEnd(8)}  ${key.name}  [${key.scopes.join(", ")}]  ${used}${ends}`;
}

function complain(sentence: string, code: number): number {
  console.error(sentence);
  return code;
}
