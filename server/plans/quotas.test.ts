import { afterAll, beforeAll, expect, test } from "vitest";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { PLANS } from "#server/plans/plans.ts";
import { addPerson, asPerson, type TestPerson } from "#tests/util/people.ts";
import { storeTestPlan } from "#tests/util/test-plan.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent } from "#tests/util/test-world.ts";

/** Two web processes of one city. */
let webs: readonly [TestWeb, TestWeb];
beforeAll(async () => {
  const first = await startTestWeb();
  await storeTestPlan(first);
  webs = [first, await startTestWeb({ beside: first })];
});
afterAll(async () => {
  await webs[1].stop();
  await webs[0].stop();
});

const AT_ONCE = 20;
type Send = ReturnType<typeof asPerson>;

/** Asks for the same AT_ONCE times, of both processes in turn; how many were granted, and with which codes the others were not. */
async function race(person: TestPerson, ask: (send: Send, nth: number) => Promise<Response>) {
  const replies = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, nth) =>
      ask(asPerson(webs[nth % 2 === 0 ? 0 : 1], person.cookie), nth),
    ),
  );
  const refused = replies.filter(({ status }) => status >= 300);
  const codes = await Promise.all(refused.map(async (reply) => (await reply.json()).code));
  return { granted: AT_ONCE - refused.length, codes: [...new Set(codes)] };
}

test("[AG-3] of agents that go live at once in two processes, just as many live as the plan allows", async () => {
  const person = await addPerson(webs[0], { plan: "pro" });
  const send = asPerson(webs[0], person.cookie);
  const room = 7;
  await webs[0].pool.query(
    `INSERT INTO agent (world_id, number, name, kind, home_building, district, user_id)
     SELECT $1, nextval('agent_number_seq'), 'Kin', 'external', 5, 1, $2 FROM generate_series(1, $3)`,
    [MAIN_WORLD, person.userId, PLANS.pro.agents - room],
  );
  const drafts: string[] = [];
  for (let n = 0; n < AT_ONCE; n++) {
    const { draft_id } = await (await send("POST", "/agents/drafts")).json();
    await send("PATCH", `/agents/drafts/${draft_id}`, { content: { name: `Agent ${n}` } });
    drafts.push(draft_id);
  }
  const { granted, codes } = await race(person, (ask, n) => ask("POST", `/agents/drafts/${drafts[n]}/live`));
  expect([granted, codes]).toEqual([room, ["quota_reached"]]);
});

test("[KY-11] of keys made at once in two processes, an agent has just as many as the plan allows", async () => {
  const person = await addPerson(webs[0]);
  const agent = await addAgent(webs[0].pool);
  await webs[0].pool.query("UPDATE agent SET user_id = $1 WHERE number = $2", [person.userId, agent.number]);
  const { granted, codes } = await race(person, (ask, n) =>
    ask("POST", `/agents/${agent.id}/keys`, { name: `key ${n}` }),
  );
  expect([granted + 1, codes]).toEqual([PLANS.free.keys, ["quota_reached"]]);
});

test("[PR-7] of claims made at once in two processes, just as many are taken as the plan allows", async () => {
  const person = await addPerson(webs[0]);
  const { granted, codes } = await race(person, (ask, n) =>
    ask("POST", `/parcels/${formatId("prc", MAIN_WORLD, n)}/orders`, {
      order: "claim",
      idempotency_key: `claim-${n}`,
    }),
  );
  expect([granted, codes]).toEqual([PLANS.free.parcels, ["quota_reached"]]);
});

test("[PR-7] what a person orders and what their agents do by their keys count together", async () => {
  const person = await addPerson(webs[0]);
  const agents = await Promise.all([addAgent(webs[0].pool), addAgent(webs[0].pool)]);
  for (const { number } of agents)
    await webs[0].pool.query("UPDATE agent SET user_id = $1 WHERE number = $2", [person.userId, number]);
  const byKey = (n: number) => {
    const key = agents[n % agents.length]?.key;
    return fetch(`${webs[(n >> 1) % 2]?.url}/api/v1/me/actions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({
        action: "claim",
        parameters: { parcel: formatId("prc", MAIN_WORLD, 40 + n) },
        idempotency_key: `claim-${n}`,
      }),
    });
  };
  const { granted } = await race(person, (ask, n) =>
    n % 3 === 0
      ? ask("POST", `/parcels/${formatId("prc", MAIN_WORLD, 40 + n)}/orders`, {
          order: "claim",
          idempotency_key: `claim-${n}`,
        })
      : byKey(n),
  );
  expect(granted).toBe(PLANS.free.parcels);
});
