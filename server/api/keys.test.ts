import { afterAll, beforeAll, expect, test } from "vitest";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { topics } from "#city/protocol/topics.ts";
import { addPerson, asPerson, type TestPerson } from "#tests/util/people.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent, type TestAgent } from "#tests/util/test-world.ts";
import { waitFor } from "#tests/util/wait-for.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.stop());

async function addOwned(person: TestPerson, name = "Ada"): Promise<TestAgent> {
  const agent = await addAgent(web.pool, name);
  await web.pool.query("UPDATE agent SET user_id = $2 WHERE number = $1", [agent.number, person.userId]);
  return agent;
}

async function withKey(key: string, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${web.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const PATIENCE = { limitMs: 10_000, what: () => "the key to work" };
const look = { action: "look", idempotency_key: "k" };

test("[KY-8] each scope opens its own doors and no other", async () => {
  const person = await addPerson(web);
  const ada = await addOwned(person);
  const send = asPerson(web, person.cookie);
  const doors = [
    ["observe", "GET", "/me/actions/act_1000001", undefined],
    ["act", "POST", "/me/actions", look],
    ["admin", "GET", "/me/keys", undefined],
  ] as const;
  for (const scope of ["observe", "act", "memory", "admin"]) {
    const issued = await (
      await send("POST", `/agents/${ada.id}/keys`, { name: scope, scopes: [scope] })
    ).json();
    for (const [needed, method, path, body] of doors) {
      const { status } = await withKey(issued.key, method, path, body);
      expect([scope, path, status === 403]).toEqual([scope, path, scope !== needed]);
    }
    expect((await withKey(issued.key, "GET", "/me")).status).toBe(200);
    await send("DELETE", `/agents/${ada.id}/keys/${issued.key_id}`);
  }
});

test("[KY-9] a key is named, shown once, listed by its first characters, and rotated with an overlap", async () => {
  const person = await addPerson(web);
  const ada = await addOwned(person);
  const send = asPerson(web, person.cookie);
  const made = await send("POST", `/agents/${ada.id}/keys`, { name: "  laptop ", expires_in_days: 30 });
  expect(made.status).toBe(201);
  const issued = await made.json();
  expect(issued).toMatchObject({ name: "laptop", scopes: ["observe", "act", "memory"], status: "active" });
  const listed = await (await send("GET", `/agents/${ada.id}/keys`)).text();
  expect(listed).not.toContain(issued.key);
  expect(JSON.parse(listed).keys[0]).toMatchObject({
    key_id: issued.key_id,
    prefix: issued.key.slice(0, 12),
  });

  const rotated = await (
    await send("POST", `/agents/${ada.id}/keys/${issued.key_id}/rotate`, { overlap_minutes: 5 })
  ).json();
  expect([
    (await withKey(issued.key, "GET", "/me")).status,
    (await withKey(rotated.key, "GET", "/me")).status,
  ]).toEqual([200, 200]);
  const keys = (await (await send("GET", `/agents/${ada.id}/keys`)).json()).keys;
  const old = keys.find((key: { key_id: string }) => key.key_id === issued.key_id);
  expect(old).toMatchObject({ status: "replaced", replaced_by: rotated.key_id });
  expect(Date.parse(old.expires_at)).toBeLessThanOrEqual(Date.now() + 5 * 60_000);
  const bad = await send("POST", `/agents/${ada.id}/keys`, { name: "a\u202eb", scopes: ["everything"] });
  expect([bad.status, (await bad.json()).errors.map((fault: { pointer: string }) => fault.pointer)]).toEqual([
    400,
    ["/name", "/scopes/0"],
  ]);
});

test("[KY-9] of two who rotate one key at once, one gets a new key and the other is told", async () => {
  const person = await addPerson(web);
  const ada = await addOwned(person);
  const send = asPerson(web, person.cookie);
  const both = await Promise.all(
    [1, 2, 3, 4].map(() =>
      send("POST", `/agents/${ada.id}/keys/${ada.keyId}/rotate`, { overlap_minutes: 60 }),
    ),
  );
  expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409, 409]);
});

test("[KY-11] however many keys are made at once, no more become of it than the plan allows", async () => {
  const person = await addPerson(web);
  const ada = await addOwned(person);
  const send = asPerson(web, person.cookie);
  const made = await Promise.all(
    Array.from({ length: 8 }, (_, i) => send("POST", `/agents/${ada.id}/keys`, { name: `key ${i}` })),
  );
  expect(made.filter(({ status }) => status === 201)).toHaveLength(3);
  const codes = await Promise.all(made.filter(({ status }) => status !== 201).map((reply) => reply.json()));
  expect(new Set(codes.map(({ code }) => code))).toEqual(new Set(["quota_reached"]));
});

test("[KY-10] a revoked key ends at once, also where it is being waited with, and in other web processes by itself", async () => {
  const person = await addPerson(web);
  const ada = await addOwned(person);
  const send = asPerson(web, person.cookie);
  const waiting = withKey(ada.key, "GET", "/me/observation?wait=25");
  await waitFor(async () => (await withKey(ada.key, "GET", "/me")).status === 200, PATIENCE);
  const at = performance.now();
  expect((await send("DELETE", `/agents/${ada.id}/keys/${ada.keyId}`)).status).toBe(200);
  expect((await withKey(ada.key, "GET", "/me")).status).toBe(401);
  expect((await waiting).status).toBe(401);
  expect(performance.now() - at).toBeLessThan(20_000);
  expect(web.bus.published.at(-1)).toEqual({
    topic: topics.keys(ada.id),
    text: JSON.stringify({ key: ada.keyId }),
  });

  // Nobody tells of it: revoked straight in the database, as the command line or a lost message would have it.
  const bob = await addOwned(person, "Bob");
  const other = withKey(bob.key, "GET", "/me/observation?wait=25");
  await waitFor(async () => (await withKey(bob.key, "GET", "/me")).status === 200, PATIENCE);
  await web.pool.query("UPDATE agent_key SET revoked_at = now() WHERE id = $1", [bob.keyId]);
  expect((await other).status).toBe(401);
});

test("[KY-12] a key that somebody found is revoked, its owner told, and a guess answered alike", async () => {
  const person = await addPerson(web);
  const ada = await addOwned(person);
  const report = (key: string) => asPerson(web, null)("POST", "/keys/leaked", { key });
  const answers = [];
  for (const key of [ada.key, `${ada.key.slice(0, -1)}_`, "nothing"]) {
    const reply = await report(key);
    answers.push([reply.status, await reply.text()]);
  }
  expect(new Set(answers.map(String)).size).toBe(1);
  expect((await withKey(ada.key, "GET", "/me")).status).toBe(401);
  await web.people.mailDone();
  const { rows: mails } = await web.pool.query("SELECT text FROM outbox_mail WHERE recipient = $1", [
    person.email,
  ]);
  expect(mails).toHaveLength(1);
  expect(mails[0].text).toContain(ada.id);
  expect(mails[0].text).not.toContain(ada.key);
  const { rows } = await web.pool.query("SELECT action FROM audit_entry WHERE subject = $1", [ada.id]);
  expect(rows).toEqual([{ action: "key_leaked" }]);
  const many = await Promise.all(
    Array.from({ length: LIMITS.leakReportsBurst + 5 }, () => report("nothing")),
  );
  expect(many.some(({ status }) => status === 429)).toBe(true);
});

test("[KY-13] whose agent it is not finds nothing of its keys", async () => {
  const ada = await addOwned(await addPerson(web));
  const stranger = asPerson(web, (await addPerson(web)).cookie);
  const bob = await addAgent(web.pool, "Bob");
  for (const [method, path, body] of [
    ["GET", `/agents/${ada.id}/keys`],
    ["POST", `/agents/${ada.id}/keys`, { name: "x" }],
    ["POST", `/agents/${ada.id}/keys/${ada.keyId}/rotate`, {}],
    ["DELETE", `/agents/${ada.id}/keys/${ada.keyId}`],
    ["GET", `/agents/${bob.id}/keys`],
    ["GET", `/agents/${formatId("agt", MAIN_WORLD, 20_000_000)}/keys`],
  ] as const) {
    expect([path, (await stranger(method, path, body)).status]).toEqual([path, 404]);
  }
  const admin = await addAgent(web.pool);
  await web.pool.query("UPDATE agent_key SET scopes = '{admin}' WHERE id = $1", [admin.keyId]);
  expect((await withKey(admin.key, "DELETE", `/me/keys/${ada.keyId}`)).status).toBe(404);
  expect((await withKey(admin.key, "GET", "/me/keys")).status).toBe(200);
  expect((await asPerson(web, null)("GET", `/agents/${ada.id}/keys`)).status).toBe(401);
});

test("[KY-14] who is paused, frozen or belongs to a frozen person may look and not act", async () => {
  const person = await addPerson(web);
  const ada = await addOwned(person);
  for (const [sql, reason] of [
    ["UPDATE agent SET paused_at = now() WHERE number = $1", "paused"],
    ["UPDATE agent SET frozen_at = now(), paused_at = NULL WHERE number = $1", "frozen"],
    [
      "UPDATE app_user SET frozen_at = now() WHERE id = (SELECT user_id FROM agent WHERE number = $1)",
      "frozen",
    ],
  ] as const) {
    await web.pool.query(sql, [ada.number]);
    web.bus.publish(topics.keys(ada.id), JSON.stringify({ key: null }));
    const acted = await withKey(ada.key, "POST", "/me/actions", look);
    expect([acted.status, (await acted.json()).detail]).toEqual([403, expect.stringContaining(reason)]);
    expect((await withKey(ada.key, "GET", "/me")).status).toBe(200);
  }
});
