import { afterAll, beforeAll, expect, test } from "vitest";
import { MAIN_WORLD, parseId } from "#city/ids.ts";
import { topics } from "#city/protocol/topics.ts";
import { mindKeyPlace } from "#server/agents/go-live.ts";
import { addPerson, asPerson, type TestPerson } from "#tests/util/people.ts";
import { storeTestPlan } from "#tests/util/test-plan.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await startTestWeb();
  await storeTestPlan(web);
});
afterAll(() => web.stop());

type Send = ReturnType<typeof asPerson>;

async function newDraft(send: Send, content: object, more: object = {}): Promise<string> {
  const { draft_id: id } = await (await send("POST", "/agents/drafts")).json();
  const saved = await send("PATCH", `/agents/drafts/${id}`, { content, ...more });
  expect(saved.status).toBe(200);
  return id;
}

async function live(send: Send, content: object, more: object = {}) {
  const id = await newDraft(send, content, more);
  const reply = await send("POST", `/agents/drafts/${id}/live`);
  expect(reply.status).toBe(201);
  const agent = await reply.json();
  const parts = parseId("agt", agent.agent_id);
  return { ...agent, number: parts.ok ? parts.value.index : -1 };
}

async function member(
  options: Parameters<typeof addPerson>[1] = {},
): Promise<TestPerson & { readonly send: Send }> {
  const person = await addPerson(web, options);
  return { ...person, send: asPerson(web, person.cookie) };
}

test("[AG-1] a draft is kept at every step, goes on where it was left, and can be thrown away", async () => {
  const { send } = await member();
  const id = await newDraft(send, { name: "Ada" });
  await send("PATCH", `/agents/drafts/${id}`, {
    step: "kind",
    content: { kind: "model", persona: "curious" },
  });
  const draft = await (await send("GET", `/agents/drafts/${id}`)).json();
  expect(draft).toMatchObject({ step: "kind", content: { name: "Ada", kind: "model", persona: "curious" } });
  expect((await (await send("GET", "/agents/drafts")).json()).drafts).toHaveLength(1);
  const stranger = await member();
  for (const [method, path] of [
    ["GET", ""],
    ["PATCH", ""],
    ["DELETE", ""],
    ["POST", "/live"],
    ["POST", "/check"],
  ] as const) {
    const body = method === "PATCH" ? {} : undefined;
    expect((await stranger.send(method, `/agents/drafts/${id}${path}`, body)).status).toBe(404);
  }
  expect((await send("DELETE", `/agents/drafts/${id}`)).status).toBe(204);
  expect((await send("GET", `/agents/drafts/${id}`)).status).toBe(404);
});

test("[AG-1] a draft can begin with all that it holds, so that a deleted one can be put back", async () => {
  const { send } = await member();
  const id = await newDraft(send, { persona: "curious" });
  const { step, content } = await (await send("GET", `/agents/drafts/${id}`)).json();
  await send("DELETE", `/agents/drafts/${id}`);
  const again = await send("POST", "/agents/drafts", { step, content });
  expect(again.status).toBe(201);
  expect(await again.json()).toMatchObject({ step, content });
  expect((await send("POST", "/agents/drafts", { content: { name: "Half" } })).status).toBe(400);
});

test("[AG-2] a draft goes live in one statement: agent, profile, key and arrival, then the resident policy", async () => {
  const { send, userId } = await member();
  const ada = await live(send, { name: "Ada", kind: "resident", persona: "p" });
  expect(ada).toMatchObject({ name: "Ada", enters_at_tick: 42, key: expect.stringMatching(/^ak_live_/) });
  const { rows: agents } = await web.pool.query("SELECT * FROM agent WHERE number = $1", [ada.number]);
  expect(agents).toMatchObject([{ user_id: userId, kind: "resident", district: 0 }]);
  const { rows: told } = await web.pool.query(
    "SELECT kind, parameters FROM action_request WHERE agent = $1 ORDER BY seq",
    [ada.number],
  );
  expect(told).toMatchObject([
    { kind: "arrive" },
    { kind: "set_policy", parameters: { policy: "resident" } },
  ]);
  expect((await (await send("GET", "/agents/drafts")).json()).drafts).toEqual([]);
  const list = await (await send("GET", "/agents")).json();
  expect(list).toMatchObject({ agents: [{ agent_id: ada.agent_id }], quota: { used: 1, limit: 3 } });
});

test("[AG-3] however many drafts go live at once, no more live than the plan allows", async () => {
  const { send } = await member();
  const ids = await Promise.all(["A", "B", "C", "D", "E"].map((name) => newDraft(send, { name })));
  const replies = await Promise.all(ids.map((id) => send("POST", `/agents/drafts/${id}/live`)));
  expect(replies.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 201, 201, 403, 403]);
  expect((await (await send("GET", "/agents/drafts")).json()).drafts).toHaveLength(2);
});

test("[AG-2] one draft goes live once, however often it is asked to", async () => {
  const { send } = await member();
  const id = await newDraft(send, { name: "Ada" });
  const replies = await Promise.all([1, 2, 3].map(() => send("POST", `/agents/drafts/${id}/live`)));
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(replies.every(({ status }) => [201, 404, 410].includes(status))).toBe(true);
});

test("[AG-4] what is missing or wrong is named with its field, and nothing is made", async () => {
  const { send } = await member();
  const id = await newDraft(send, {
    name: " ",
    kind: "model",
    home: "bld_1zzzzzz",
    model: { provider: "compatible", model: "", temperature: 1, base_url: "ftp://x", key: "own" },
    key_scopes: [],
  });
  const refused = await send("POST", `/agents/drafts/${id}/live`);
  const pointers = (await refused.json()).errors.map((fault: { pointer: string }) => fault.pointer);
  expect([refused.status, pointers]).toEqual([
    400,
    ["/name", "/model/model", "/model/base_url", "/provider_key", "/key_scopes"],
  ]);
  await send("PATCH", `/agents/drafts/${id}`, {
    content: { name: "Ada", kind: "external", key_scopes: ["act"] },
  });
  const homeless = await send("POST", `/agents/drafts/${id}/live`);
  expect((await homeless.json()).errors).toMatchObject([{ pointer: "/home" }]);
  for (const [program, ok] of [
    ["function decide(observation) { return { action: 'look' } }", true],
    ["function decide(observation) { return", false],
    ["", false],
  ] as const) {
    await send("PATCH", `/agents/drafts/${id}`, { content: { kind: "code", program } });
    expect((await (await send("POST", `/agents/drafts/${id}/check`)).json()).ok).toBe(ok);
  }
});

test("[AG-5] a provider's key is sealed, moves with the agent, and is never shown", async () => {
  const { send } = await member();
  const secret = "sk-not-to-be-seen-again";
  const model = { provider: "openai", model: "gpt-x", temperature: 0.5, base_url: null, key: "own" };
  const ada = await live(send, { name: "Ada", kind: "model", model }, { provider_key: secret });
  const read = async () =>
    (await web.pool.query("SELECT mind_key_sealed AS key FROM agent_profile WHERE agent = $1", [ada.number]))
      .rows[0].key;
  expect(web.people.sealer.open(await read(), mindKeyPlace(ada.agent_id))).toMatchObject({
    ok: true,
    value: secret,
  });
  const shown = await (await send("GET", `/agents/${ada.agent_id}`)).text();
  expect(shown).not.toContain(secret);
  expect(JSON.parse(shown).own).toMatchObject({
    has_provider_key: true,
    health: { state: expect.any(String) },
  });
  await send("PATCH", `/agents/${ada.agent_id}`, { provider_key: "sk-another" });
  expect(web.people.sealer.open(await read(), mindKeyPlace(ada.agent_id))).toMatchObject({
    value: "sk-another",
  });
  expect((await send("PATCH", `/agents/${ada.agent_id}`, { provider_key: null })).status).toBe(400);
  await send("PATCH", `/agents/${ada.agent_id}`, { provider_key: null, model: { ...model, key: "city" } });
  expect(await read()).toBeNull();
});

test("[AG-6] a passport becomes the same draft again, and a changed one nothing", async () => {
  const { send } = await member();
  const ada = await live(send, {
    name: "Ada",
    persona: "Ünïcode 🌍",
    goals: "g",
    kind: "code",
    program: "function decide(o) {}",
  });
  const passport = await (await send("GET", `/agents/${ada.agent_id}/passport`)).json();
  const other = await member();
  const draft = await (await other.send("POST", "/agents/import", passport)).json();
  expect(draft.content).toMatchObject({
    name: "Ada",
    persona: "Ünïcode 🌍",
    goals: "g",
    kind: "code",
    look: passport.agent.look,
  });
  expect(JSON.stringify(passport)).not.toContain(ada.key);
  const shuffled = Object.fromEntries(Object.entries(passport).reverse());
  expect((await other.send("POST", "/agents/import", shuffled)).status).toBe(201);
  const changed = { ...passport, agent: { ...passport.agent, name: "Eve" } };
  expect((await (await other.send("POST", "/agents/import", changed)).json()).errors).toMatchObject([
    { pointer: "/checksum" },
  ]);
  expect((await other.send("POST", "/agents/import", { ...passport, version: 2 })).status).toBe(400);
});

test("[AG-7] pausing, resuming and retiring tell the city in the same statement, once each", async () => {
  const { send, userId } = await member();
  const ada = await live(send, { name: "Ada" });
  const told = async () =>
    (
      await web.pool.query(
        "SELECT kind, parameters FROM action_request WHERE agent = $1 AND kind <> 'arrive' ORDER BY seq",
        [ada.number],
      )
    ).rows;
  const path = `/agents/${ada.agent_id}`;
  for (const verb of ["pause", "pause", "resume", "resume"])
    expect((await send("POST", `${path}/${verb}`)).status).toBe(200);
  expect(await told()).toEqual([
    { kind: "halt", parameters: { halted: 1 } },
    { kind: "halt", parameters: { halted: 0 } },
  ]);
  await web.pool.query("UPDATE agent SET frozen_at = now() WHERE number = $1", [ada.number]);
  expect((await send("POST", `${path}/resume`)).status).toBe(403);
  await Promise.all([1, 2].map(() => send("POST", `${path}/retire`)));
  expect((await told()).at(-1)).toEqual({ kind: "retire", parameters: { heir: userId } });
  expect(await told()).toHaveLength(3);
  expect((await send("POST", `${path}/pause`)).status).toBe(410);
  const me = await fetch(`${web.url}/api/v1/me`, { headers: { authorization: `Bearer ${ada.key}` } });
  expect(me.status).toBe(401);
  expect((await (await send("GET", "/agents")).json()).agents[0].health.cause).toBe("retired");
});

test("[AG-8] an agent of another person shows what everybody may know and nothing else", async () => {
  const owner = await member({ name: "Olga" });
  const ada = await live(owner.send, { name: "Ada", persona: "my secret plan" });
  const stranger = await member();
  for (const send of [stranger.send, asPerson(web, null)]) {
    const shown = await (await send("GET", `/agents/${ada.agent_id}`)).json();
    expect(shown).toMatchObject({ name: "Ada", owner_name: "Olga", mine: false });
    expect(JSON.stringify(shown)).not.toContain("my secret plan");
    expect(shown).not.toHaveProperty("own");
  }
  for (const [method, path] of [
    ["PATCH", ""],
    ["GET", "/actions"],
    ["GET", "/passport"],
    ["POST", "/pause"],
    ["POST", "/resume"],
    ["POST", "/retire"],
  ] as const) {
    const body = method === "PATCH" ? {} : undefined;
    expect([path, (await stranger.send(method, `/agents/${ada.agent_id}${path}`, body)).status]).toEqual([
      path,
      404,
    ]);
  }
  const portrait = await stranger.send("GET", `/agents/${ada.agent_id}/portrait.svg`);
  expect([portrait.status, portrait.headers.get("content-type")]).toEqual([
    200,
    "image/svg+xml; charset=utf-8",
  ]);
});

test("[AG-9] an owner reads what an agent did, why, and what became of it, page by page", async () => {
  const { send } = await member();
  const ada = await live(send, { name: "Ada" });
  await web.pool.query(
    `INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence, tick, status, code)
     SELECT $1, $2, 'k' || n, '', 'enter', '{}', 'because ' || n, 0.5, CASE WHEN n <= 60 THEN n END,
       CASE WHEN n <= 60 THEN 'rejected' ELSE 'accepted' END, CASE WHEN n <= 60 THEN 'closed' END FROM generate_series(1, 62) n`,
    [MAIN_WORLD, ada.number],
  );
  await web.pool.query("UPDATE action_request SET tick = 41 WHERE agent = $1 AND kind = 'arrive'", [
    ada.number,
  ]);
  const first = await (await send("GET", `/agents/${ada.agent_id}/actions`)).json();
  expect(first.actions).toHaveLength(50);
  expect(first.actions[0]).toMatchObject({
    tick: null,
    reasoning: "because 62",
    message: "Waiting for its tick.",
  });
  expect(first.actions[2]).toMatchObject({
    tick: 60,
    code: "closed",
    message: expect.stringContaining("opening hours"),
  });
  const second = await (await send("GET", `/agents/${ada.agent_id}/actions?before=${first.next}`)).json();
  expect(second.next).toBeNull();
  const ids = [...first.actions, ...second.actions].map((line: { action_id: string }) => line.action_id);
  expect([ids.length, new Set(ids).size]).toEqual([63, 63]);
  expect((await send("GET", `/agents/${ada.agent_id}/actions?before=x`)).status).toBe(400);
  await web.bus.publish(
    topics.clock(),
    JSON.stringify({
      tick: 60,
      wallMs: 0,
      speed: 12,
      tickMs: 60_000,
      startOfDayMs: 0,
      paceDivisor: 4,
      epoch: 1,
    }),
  );
  await web.bus.publish(topics.tick("dst_1000001"), JSON.stringify({ tick: 60 }));
  await web.pool.query("UPDATE agent_key SET last_used_at = now() WHERE agent = $1", [ada.number]);
  const { agents } = await (await send("GET", "/agents")).json();
  expect(agents[0].health).toMatchObject({ state: "stuck", cause: "all_refused", code: "closed" });
});
