import { randomBytes, randomInt } from "node:crypto";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { emptyDraft } from "#city/protocol/agent-draft.ts";
import type { KeyScope } from "#city/protocol/scopes.ts";
import { lookOfWord } from "#city/world/look.ts";
import { hashKey, newKey } from "#server/auth/key-secret.ts";
import type { TestWeb } from "#tests/util/test-web.ts";
import { addAgent } from "#tests/util/test-world.ts";
import type { Tenant } from "./callers.ts";

const KEY_NUMBERS = 2_000_000_000;

type Web = Pick<TestWeb, "pool" | "people">;

/** A key of an agent. */
export async function addKey(
  { pool }: Pick<TestWeb, "pool">,
  agent: number,
  scopes: readonly KeyScope[],
  revoked = false,
): Promise<{ readonly id: string; readonly key: string }> {
  const key = newKey();
  const id = formatId("key", MAIN_WORLD, randomInt(KEY_NUMBERS));
  await pool.query(
    `INSERT INTO agent_key (id, world_id, agent, name, hash, scopes, prefix, revoked_at)
     VALUES ($1, $2, $3, 'test', $4, $5, $6, CASE WHEN $7 THEN now() END)`,
    [id, MAIN_WORLD, agent, hashKey(key), scopes, key.slice(0, 12), revoked],
  );
  return { id, key };
}

async function newAgent(web: Web, { person }: Tenant): Promise<number> {
  const agent = await addAgent(web.pool, `N${randomBytes(6).toString("hex")}`);
  await web.pool.query("UPDATE agent SET user_id = $2 WHERE number = $1", [agent.number, person.userId]);
  return agent.number;
}

const agt = (number: number) => formatId("agt", MAIN_WORLD, number);

async function newWebhook({ pool, people }: Web, { person }: Tenant): Promise<string> {
  const id = `whk_${randomBytes(12).toString("hex")}`;
  await pool.query(
    "INSERT INTO webhook (id, user_id, url, secret_sealed, kinds) VALUES ($1, $2, 'https://example.org/', $3, '{}')",
    [id, person.userId, people.sealer.seal("whsec_dGVzdA==", `webhook:${id}`)],
  );
  return id;
}

/** Puts something new of a tenant's into a route's address, so that no request is in another's way. */
export async function addressOf(web: Web, route: string, tenant: Tenant): Promise<string> {
  const { person, agent } = tenant;
  const fill = async (pattern: RegExp, make: () => Promise<string> | string) => {
    if (!pattern.test(route)) return;
    const value = await make();
    route = route.replace(/:\w+/, value);
  };
  await fill(/\/agents\/:id\/keys\/:key/, async () => {
    const number = await newAgent(web, tenant);
    const { id } = await addKey(web, number, ["observe"]);
    route = route.replace(":key", id);
    return agt(number);
  });
  await fill(/\/me\/keys\/:key/, async () => (await addKey(web, agent.number, ["observe"])).id);
  await fill(/\/agents\/drafts\/:id/, () => newDraft(web, person.userId));
  await fill(/\/agents\/:id/, async () => agt(await newAgent(web, tenant)));
  await fill(/\/inspect\/buildings\/:id/, () => formatId("bld", MAIN_WORLD, 5));
  await fill(/\/admin\/users\/:id/, () => formatId("usr", MAIN_WORLD, person.userId));
  await fill(/\/account\/sessions\/:id/, () => newSession(web, person.userId));
  await fill(/\/parcels\/:id/, () => formatId("prc", MAIN_WORLD, tenant.parcel));
  await fill(/\/orders\/:id/, () => newAction(web, agent.number));
  await fill(/\/me\/actions\/:id/, () => newAction(web, agent.number));
  await fill(/\/wallet\/:account/, () => formatId("usr", MAIN_WORLD, person.userId));
  await fill(/\/webhooks\/deliveries\/:id/, () => newDelivery(web, tenant));
  await fill(/\/webhooks\/:id/, () => newWebhook(web, tenant));
  await fill(/\/images\/:hash/, () => "0".repeat(64));
  await fill(/\/plan\/:hash\/:file/, () => {
    route = route.replace(":file", "index");
    return "0".repeat(64);
  });
  return route;
}

async function newDraft({ pool }: Web, userId: number): Promise<string> {
  const id = `drf_${randomBytes(12).toString("hex")}`;
  await pool.query("INSERT INTO agent_draft (id, user_id, step, content) VALUES ($1, $2, 'profile', $3)", [
    id,
    userId,
    emptyDraft(lookOfWord(1)),
  ]);
  return id;
}

async function newSession({ pool }: Web, userId: number): Promise<string> {
  const id = `ses_${randomBytes(12).toString("hex")}`;
  await pool.query(
    `INSERT INTO user_session (hash, user_id, public_id, expires_at, address, user_agent)
     VALUES ($1, $2, $3, now() + interval '1 hour', '127.0.0.1', 'a test')`,
    [randomBytes(32), userId, id],
  );
  return id;
}

async function newAction({ pool }: Web, agent: number): Promise<string> {
  const { rows } = await pool.query<{ seq: string }>(
    `INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
     VALUES ($1, $2, $3, '', 'claim', '{}', '', 1) RETURNING seq::text AS seq`,
    [MAIN_WORLD, agent, randomBytes(9).toString("hex")],
  );
  return formatId("act", MAIN_WORLD, Number(rows[0]?.seq));
}

async function newDelivery(web: Web, tenant: Tenant): Promise<string> {
  const { rows } = await web.pool.query<{ id: string }>(
    `INSERT INTO webhook_delivery (webhook_id, message_id, body, status) VALUES ($1, $2, '{}', 'failed')
     RETURNING id::text AS id`,
    [await newWebhook(web, tenant), `msg_${randomBytes(9).toString("hex")}`],
  );
  return rows[0]?.id ?? "";
}
