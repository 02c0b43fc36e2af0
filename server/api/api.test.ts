import { afterAll, beforeAll, expect, test } from "vitest";
import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { topics } from "#city/protocol/topics.ts";
import { expectProblem } from "#tests/util/http-client.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent, type TestAgent } from "#tests/util/test-world.ts";
import { waitFor } from "#tests/util/wait-for.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.stop());

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever fields it expects
  readonly body: any;
}

async function get(path: string, agent?: TestAgent, init: RequestInit = {}): Promise<Reply> {
  const headers: Record<string, string> = agent === undefined ? {} : { authorization: `Bearer ${agent.key}` };
  const response = await fetch(web.url + path, {
    ...init,
    headers: { ...headers, ...Object.fromEntries(new Headers(init.headers)) },
  });
  const text = await response.text();
  const type = response.headers.get("content-type");
  if (response.status >= 400 && path !== "/api/v1/health") expectProblem(response.status, type, text);
  return {
    status: response.status,
    headers: response.headers,
    body: type?.includes("json") ? JSON.parse(text) : text,
  };
}

function act(agent: TestAgent, body: object, headers: Record<string, string> = {}): Promise<Reply> {
  return get("/api/v1/me/actions", agent, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
}

const look = (idempotency_key: string) => ({ action: "look", idempotency_key });

async function perceive(agent: TestAgent, tick: number): Promise<void> {
  const observation = { agent_id: agent.id, tick, observation: { text: "}" } };
  await web.bus.publish(topics.observation(agent.id), JSON.stringify(observation));
}

test("[AP-1] an action is committed before it is acknowledged, the worker is told, and its id finds it again", async () => {
  const ada = await addAgent(web.pool);
  const reply = await act(ada, { action: "say", parameters: { text: "Hello" }, idempotency_key: "k" });
  expect(reply.status).toBe(202);
  expect(reply.body).toMatchObject({
    status: "accepted",
    result_at: `/api/v1/me/actions/${reply.body.action_id}`,
  });
  const { rows } = await web.pool.query("SELECT kind, parameters FROM action_request WHERE agent = $1", [
    ada.number,
  ]);
  expect(rows).toEqual([{ kind: "say", parameters: { text: "Hello" } }]);
  expect(web.bus.published.at(-1)?.topic).toBe(topics.nudge(formatId("dst", 1, 1)));
  const found = await get(reply.body.result_at, ada);
  expect(found.body).toMatchObject({
    action_id: reply.body.action_id,
    action: "say",
    status: "accepted",
    tick: null,
    code: null,
  });
});

test("[AP-2] [AP-3] a repeated action is answered as before and marked, another under its key is refused", async () => {
  const ada = await addAgent(web.pool);
  const first = await act(ada, look("k"));
  expect(first.headers.get("idempotent-replayed")).toBeNull();
  const again = await act(ada, { action: "look" }, { "idempotency-key": "k" });
  expect(again.status).toBe(202);
  expect(again.body.action_id).toBe(first.body.action_id);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect((await act(ada, { action: "rest", idempotency_key: "k" })).body.code).toBe("idempotency_mismatch");
});

test("[AP-4] the fifth waiting action is refused with Retry-After", async () => {
  const ada = await addAgent(web.pool);
  for (const key of ["a", "b", "c", "d"]) expect((await act(ada, look(key))).status).toBe(202);
  const fifth = await act(ada, look("e"));
  expect([fifth.status, fifth.body.code, fifth.headers.get("retry-after")]).toEqual([429, "queue_full", "1"]);
});

test("[KY-1] [KY-3] without a valid key nothing of an agent is shown, and a revoked one ends", async () => {
  const ada = await addAgent(web.pool);
  const bob = await addAgent(web.pool, "Bob");
  for (const path of ["/api/v1/me", "/api/v1/me/observation", "/api/v1/me/actions/act_1000001"]) {
    const reply = await get(path);
    expect([reply.status, reply.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="borough"']);
  }
  expect((await get("/api/v1/me", ada)).body).toMatchObject({
    agent_id: ada.id,
    name: "Ada",
    district: "dst_1000001",
  });
  const { body } = await act(ada, look("k"));
  expect((await get(`/api/v1/me/actions/${body.action_id}`, bob)).status).toBe(404);
  await web.pool.query("UPDATE agent_key SET revoked_at = now() WHERE id = $1", [ada.keyId]);
  await waitFor(async () => (await get("/api/v1/me", ada)).status === 401, {
    limitMs: 3_000,
    what: () => "the key to be refused",
  });
});

test("[KY-4] the use of a key is written down", async () => {
  const ada = await addAgent(web.pool);
  await get("/api/v1/me", ada);
  const used = async () =>
    (await web.pool.query("SELECT last_used_at FROM agent_key WHERE id = $1", [ada.keyId])).rows[0]
      .last_used_at !== null;
  await waitFor(used, { limitMs: 2_000, what: () => "the use to be written" });
});

test("[HT-6] [HT-9] a waiting observer is woken by the first thing its agent perceives, and by each newer one", async () => {
  const ada = await addAgent(web.pool);
  const early = await get("/api/v1/me/observation", ada);
  expect([early.status, early.body.code]).toEqual([409, "not_in_city_yet"]);
  expect(Number(early.headers.get("retry-after"))).toBeGreaterThan(0);
  const first = get("/api/v1/me/observation?wait=20", ada);
  await waitFor(async () => (await get("/api/v1/health")).status === 200, {
    limitMs: 1_000,
    what: () => "health",
  });
  await perceive(ada, 50);
  expect((await first).body).toMatchObject({ tick: 50, observation: { text: "}" }, results: [] });
  expect((await first).headers.get("etag")).toBe('"50"');
  const next = get("/api/v1/me/observation?after=50&wait=20", ada);
  await perceive(ada, 49);
  await perceive(ada, 51);
  expect((await next).body.tick).toBe(51);
  expect((await next).headers.get("observation-new")).toBe("true");
  const still = await get("/api/v1/me/observation?after=51&wait=1", ada);
  expect([still.status, still.body.tick, still.headers.get("observation-new")]).toEqual([200, 51, "false"]);
});

test("[HT-7] following `after` gives each result once, in order", async () => {
  const ada = await addAgent(web.pool);
  const settle = (key: string, tick: number) =>
    web.pool.query(
      `UPDATE action_request SET tick = $3, status = 'applied', code = 'applied', effects = '{"cost_cents": 5}'
       WHERE agent = $1 AND idempotency_key = $2`,
      [ada.number, key, tick],
    );
  await perceive(ada, 60);
  for (const key of ["a", "b", "c"]) await act(ada, look(key));
  await settle("a", 61);
  await settle("b", 61);
  await settle("c", 62);
  await perceive(ada, 61);
  const first = await get("/api/v1/me/observation?after=60", ada);
  expect(first.body.results.map((one: { idempotency_key: string }) => one.idempotency_key)).toEqual([
    "a",
    "b",
  ]);
  expect(first.body.results[0]).toMatchObject({
    action: "look",
    tick: 61,
    status: "applied",
    code: "applied",
    message: "Done.",
    effects: { cost_cents: 5 },
  });
  await perceive(ada, 62);
  const second = await get(`/api/v1/me/observation?after=${first.body.tick}`, ada);
  expect(second.body.results.map((one: { idempotency_key: string }) => one.idempotency_key)).toEqual(["c"]);
  expect((await get("/api/v1/me/observation", ada)).body.results).toHaveLength(3);
});

test("[HT-8] an agent has a bounded number of waits, and one that is given up frees its place", async () => {
  const ada = await addAgent(web.pool);
  await perceive(ada, 70);
  const path = "/api/v1/me/observation?after=70&wait=20";
  const leaving = Array.from({ length: LIMITS.longPollsPerAgentMax }, () => new AbortController());
  const waits = leaving.map((one) => get(path, ada, { signal: one.signal }).catch(() => null));
  await waitFor(async () => (await get(`/api/v1/me/observation?after=70`, ada)).status === 429, {
    limitMs: 2_000,
    what: () => "all places to be taken",
  });
  leaving[0]?.abort();
  await waitFor(async () => (await get(`/api/v1/me/observation?after=70`, ada)).status === 200, {
    limitMs: 2_000,
    what: () => "a place to be free",
  });
  await perceive(ada, 71);
  expect((await Promise.all(waits)).map((one) => one?.body.tick)).toEqual([undefined, 71, 71, 71]);
});

test("[HT-5] a key's requests are counted down and then refused until it says", async () => {
  const ada = await addAgent(web.pool);
  let reply = await get("/api/v1/me", ada);
  expect(reply.headers.get("ratelimit-policy")).toBe('"agent";q=200;w=120');
  expect(reply.headers.get("ratelimit")).toBe('"agent";r=199;t=1');
  for (let i = 0; i < 250 && reply.status === 200; i++) reply = await get("/api/v1/me", ada);
  expect([reply.status, reply.body.code, reply.headers.get("retry-after")]).toEqual([
    429,
    "rate_limited",
    "1",
  ]);
});

test("[HT-10] health tells of each part, and the pages are served without the city", async () => {
  await web.bus.publish(topics.tick("dst_1000001"), JSON.stringify({ tick: 99, generation: 1, hash: "" }));
  const well = await get("/api/v1/health");
  expect([well.status, well.body]).toEqual([
    200,
    {
      status: "ok",
      database: "up",
      broker: "up",
      worker: { last_tick_age_ms: expect.any(Number) },
      tick: 99,
    },
  ]);
  expect((await get("/")).body).toBe("a page");
  expect((await get("/api/v1/city")).body.code).toBe("unavailable");
  const clock = { tick: 1, wallMs: 1, speed: 12, tickMs: 60_000, startOfDayMs: 0, paceDivisor: 4, epoch: 1 };
  const city = {
    planHash: "ab",
    cityName: "Test",
    population: 1,
    outsideAgents: 0,
    treasuryCents: 0,
    tick: 99,
  };
  await web.bus.publish(topics.clock(), JSON.stringify(clock));
  await web.bus.publish(topics.city(), JSON.stringify(city));
  expect((await get("/api/v1/city")).body).toEqual({ city, clock });
});

test("[HT-11] a subject is asked about once for all who look at it, and silence is not an answer", async () => {
  const asked: string[] = [];
  const leave = await web.bus.subscribe(topics.inspect(), (_topic, payload) => {
    const request = JSON.parse(Buffer.from(payload).toString());
    asked.push(request.id);
    const reply = { requestId: request.requestId, detail: { kind: "building", id: request.id, use: "shop" } };
    setImmediate(() => void web.bus.publish(topics.inspectReply(), JSON.stringify(reply)));
  });
  const path = "/api/v1/inspect/buildings/bld_1000007";
  const replies = await Promise.all([get(path), get(path), get(path)]);
  expect(replies.map(({ body }) => body.use)).toEqual(["shop", "shop", "shop"]);
  expect(asked).toEqual(["bld_1000007"]);
  await web.bus.publish(topics.tick("dst_1000001"), JSON.stringify({ tick: 100 }));
  await get(path);
  expect(asked).toHaveLength(2);
  await leave();
  expect((await get("/api/v1/inspect/agents/agt_1000007")).body.code).toBe("unavailable");
  for (const id of ["bld_1000007", "agt_2000007", "x", "%00"]) {
    expect((await get(`/api/v1/inspect/agents/${id}`)).status).toBe(404);
  }
});

test("[HT-12] the feed's pages follow each other without gap or repetition, across ring slots", async () => {
  const ticks = Array.from({ length: 60 }, (_, i) => 2 * LIMITS.ringSlotTicks - 30 + i);
  await web.pool.query(
    `INSERT INTO tick.feed (slot, world_id, district, tick, seq, kind, agent, entry)
     SELECT (t / $2) % $3, 1, d, t, 0, CASE WHEN t % 2 = 0 THEN 'speech' ELSE 'move' END, 16777216, jsonb_build_object('tick', t, 'district', d)
     FROM unnest($1::int[]) t, generate_series(1, 2) d`,
    [ticks, LIMITS.ringSlotTicks, LIMITS.ringSlots],
  );
  await web.pool.query("UPDATE district SET tick = $1", [ticks.at(-1)]);
  const seen: { tick: number; district: number }[] = [];
  for (let next: string | null = ""; next !== null; ) {
    const page: Reply = await get(`/api/v1/feed?limit=7${next === "" ? "" : `&before=${next}`}`);
    for (const { tick, district } of page.body.entries) seen.push({ tick, district });
    next = page.body.next;
  }
  expect(seen).toEqual(
    ticks
      .flatMap((tick) => [
        { tick, district: 1 },
        { tick, district: 2 },
      ])
      .reverse(),
  );
  const spoken = await get(`/api/v1/feed?kind=speech&limit=100&agent=${formatId("agt", 1, 16_777_216)}`);
  expect(spoken.body.entries).toHaveLength(60);
  for (const query of [
    "limit=0",
    "limit=101",
    "limit=x",
    "kind=gossip",
    "before=x",
    "agent=bld_1000001",
    "limit=1&limit=2",
  ]) {
    expect((await get(`/api/v1/feed?${query}`)).body.code, query).toBe("bad_request");
  }
});

test("[HT-4] unknown addresses are 404, known ones with another method 405 with Allow", async () => {
  for (const path of ["/api/v1/nothing", "/api/v1/me/", "/plan/x", "/api/v1//me"]) {
    expect([404, 401]).toContain((await get(path)).status);
  }
  const wrong = await get("/api/v1/me/actions", undefined, { method: "DELETE" });
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
  expect((await get("/api/v1/feed", undefined, { method: "POST", body: "{" })).headers.get("allow")).toBe(
    "GET, HEAD",
  );
});
