import { afterAll, beforeAll, expect, test } from "vitest";
import { MAIN_WORLD } from "#city/ids.ts";
import type { AdminAgent, AdminCity } from "#city/protocol/admin-views.ts";
import type { TierUsage, TierView } from "#city/protocol/tier-views.ts";
import { PLANS } from "#server/plans/plans.ts";
import { addPerson, asPerson, type TestPerson } from "#tests/util/people.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent } from "#tests/util/test-world.ts";

let web: TestWeb;
let operator: TestPerson;
let moderator: TestPerson;

beforeAll(async () => {
  web = await startTestWeb();
  await web.pool.query(
    "INSERT INTO clock_epoch (world_id, epoch, tick, wall_ms, speed, reason) VALUES ($1, 1, 40, $2, 12, 'genesis')",
    [MAIN_WORLD, Date.now()],
  );
  operator = await addPerson(web, { name: "Olga", role: "operator", mfa: true });
  moderator = await addPerson(web, { name: "Max", role: "moderator" });
});
afterAll(() => web.stop());

async function audited(): Promise<readonly string[]> {
  const { rows } = await web.pool.query<{ line: string }>(
    "SELECT actor || ' ' || action || ' ' || subject AS line FROM audit_entry ORDER BY id",
  );
  return rows.map(({ line }) => line);
}

test("[AD-3] an operator stops the city, lets it go on and paces it, and each stands in the audit log", async () => {
  const asOlga = asPerson(web, operator.cookie);
  const change = async (body: object) =>
    (await (await asOlga("POST", "/admin/city", body)).json()) as AdminCity;
  expect(await change({ frozen: true })).toMatchObject({ frozen: true, speed: 12 });
  expect(await change({ frozen: false })).toMatchObject({ frozen: false, speed: 12 });
  expect(await change({ speed: 60 })).toMatchObject({ frozen: false, speed: 60, tick_ms: 60_000 });
  const { rows } = await web.pool.query<{ speed: number }>("SELECT speed FROM clock_epoch ORDER BY epoch");
  expect(rows.map(({ speed }) => speed)).toEqual([12, 0, 12, 60]);
  expect(await audited()).toEqual([
    `${operator.userId} freeze_city Test`,
    `${operator.userId} set_city_speed Test`,
    `${operator.userId} set_city_speed Test`,
  ]);
  expect((await asOlga("POST", "/admin/city", { speed: 0 })).status).toBe(400);
  const city = (await (await asOlga("GET", "/admin/city")).json()) as AdminCity;
  expect(city.districts.map(({ number, worker, late_ticks }) => [number, worker, late_ticks >= 0])).toEqual([
    [0, null, true],
    [1, null, true],
  ]);
});

test("[AD-1] without the second factor, a fresh password or the role nothing happens", async () => {
  const weak = await addPerson(web, { role: "operator" });
  const owner = await addPerson(web);
  const before = await audited();
  const refusals = async (person: TestPerson) => {
    const reply = await asPerson(web, person.cookie)("POST", "/admin/city", { frozen: true });
    return ((await reply.json()) as { code: string }).code;
  };
  expect(await refusals(weak)).toBe("mfa_required");
  expect(await refusals(owner)).toBe("forbidden");
  expect(await refusals(moderator)).toBe("forbidden");
  await web.pool.query("UPDATE user_session SET proven_at = now() - interval '1 day' WHERE user_id = $1", [
    operator.userId,
  ]);
  web.people.sessions.forget(operator.userId);
  expect(await refusals(operator)).toBe("proof_required");
  expect(await audited()).toEqual(before);
});

test("[AD-2] a frozen agent may not act, its engine is told to halt, and its owner cannot undo it", async () => {
  const owner = await addPerson(web, { name: "Wilma" });
  const agent = await addAgent(web.pool, "Frosty");
  await web.pool.query("UPDATE agent SET user_id = $1 WHERE number = $2", [owner.userId, agent.number]);
  const asMax = asPerson(web, moderator.cookie);
  expect((await asMax("POST", `/admin/agents/${agent.id}/freeze`)).status).toBe(204);
  expect((await asMax("POST", `/admin/agents/${agent.id}/freeze`)).status).toBe(409);
  const act = await fetch(`${web.url}/api/v1/me/actions`, {
    method: "POST",
    headers: { authorization: `Bearer ${agent.key}`, "content-type": "application/json" },
    body: JSON.stringify({ action: "wait", parameters: {}, idempotency_key: "one" }),
  });
  expect(act.status).toBe(403);
  const { rows } = await web.pool.query<{ kind: string; parameters: object }>(
    "SELECT kind, parameters FROM action_request WHERE agent = $1",
    [agent.number],
  );
  expect(rows).toEqual([{ kind: "halt", parameters: { halted: 1 } }]);
  expect((await asPerson(web, owner.cookie)("POST", `/agents/${agent.id}/resume`)).status).toBe(403);
  const found = (await (await asMax("GET", "/admin/agents?q=wilma")).json()) as { agents: AdminAgent[] };
  expect(found.agents).toMatchObject([{ id: agent.id, state: "frozen", owner_name: "Wilma" }]);
  expect((await asMax("POST", `/admin/agents/${agent.id}/resume`)).status).toBe(204);
  expect(await audited()).toContain(`${moderator.userId} agent_freeze_by_city ${agent.id}`);
});

test("[PL-1] the plan of an agent's owner decides its rate; one without an owner has the city's", async () => {
  const rateOf = async (plan: string | null) => {
    const agent = await addAgent(web.pool);
    if (plan !== null) {
      const owner = await addPerson(web, { plan });
      await web.pool.query("UPDATE agent SET user_id = $1 WHERE number = $2", [owner.userId, agent.number]);
    }
    const reply = await fetch(`${web.url}/api/v1/me`, { headers: { authorization: `Bearer ${agent.key}` } });
    return reply.headers.get("ratelimit-policy");
  };
  expect(await rateOf(null)).toBe('"agent";q=200;w=120');
  expect(await rateOf("free")).toBe(`"agent";q=${PLANS.free.requests * 2};w=120`);
  expect(await rateOf("research")).toBe(`"agent";q=${PLANS.research.requests * 2};w=120`);
});

test("[PL-2] anybody reads the plans, and a person how much of theirs is used", async () => {
  const { plans } = (await (await fetch(`${web.url}/api/v1/plans`)).json()) as { plans: TierView[] };
  expect(plans.map(({ id, agents }) => [id, agents])).toEqual(
    Object.entries(PLANS).map(([id, { agents }]) => [id, agents]),
  );
  const owner = await addPerson(web, { plan: "pro" });
  const agent = await addAgent(web.pool);
  await web.pool.query("UPDATE agent SET user_id = $1 WHERE number = $2", [owner.userId, agent.number]);
  const usage = (await (await asPerson(web, owner.cookie)("GET", "/plans/usage")).json()) as TierUsage;
  expect(usage).toEqual({ plan: "pro", agents: 1, parcels: 0, keys: 1, webhooks: 0 });
  expect((await fetch(`${web.url}/api/v1/plans/usage`)).status).toBe(401);
});
