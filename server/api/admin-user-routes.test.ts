import { afterAll, beforeAll, expect, test } from "vitest";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { CAPABILITIES, may, ROLES } from "#server/auth/roles.ts";
import { addPerson, asPerson, type TestPerson } from "#tests/util/people.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent, type TestAgent } from "#tests/util/test-world.ts";

let web: TestWeb;
let admin: ReturnType<typeof asPerson>;
let adminPerson: TestPerson;
beforeAll(async () => {
  web = await startTestWeb();
  adminPerson = await addPerson(web, { role: "admin", mfa: true, name: "Boss" });
  admin = asPerson(web, adminPerson.cookie);
});
afterAll(() => web.stop());

const idOf = ({ userId }: TestPerson) => formatId("usr", MAIN_WORLD, userId);

test("[PE-20] each role has what the table gives it, and nothing else", async () => {
  const routes = [
    ["manage_people", "GET", "/admin/users"],
    ["manage_people", "PATCH", `/admin/users/${idOf(adminPerson)}`],
    ["read_audit", "GET", "/admin/audit"],
  ] as const;
  for (const role of ROLES) {
    const { cookie } = await addPerson(web, { role, mfa: true });
    for (const [capability, method, path] of routes) {
      const reply = await asPerson(web, cookie)(method, path, method === "GET" ? undefined : {});
      expect(reply.status === 403, `${role} ${method} ${path}`).toBe(!may(role, capability));
    }
  }
  for (const [, method, path] of routes) {
    const body = method === "GET" ? undefined : {};
    expect((await asPerson(web, null)(method, path, body)).status).toBe(401);
  }
  expect(Object.values(CAPABILITIES).every((role) => ROLES.includes(role))).toBe(true);
});

test("[PE-21] people are found by name, address and id, page by page", async () => {
  const wanted = await addPerson(web, { name: "Zebra Quartz" });
  for (const q of ["zebra", wanted.email.toUpperCase(), idOf(wanted)]) {
    const { users } = await (await admin("GET", `/admin/users?q=${encodeURIComponent(q)}`)).json();
    expect(
      users.map(({ id }: { id: string }) => id),
      q,
    ).toContain(idOf(wanted));
  }
  const { users } = await (await admin("GET", "/admin/users?q=%25")).json();
  expect(users).toEqual([]);
  const older = await (await admin("GET", `/admin/users?before=${idOf(wanted)}`)).json();
  expect(older.users.some(({ id }: { id: string }) => id === idOf(wanted))).toBe(false);
});

test("[PE-21] role and plan change, sessions of another role end, and the audit says who did it", async () => {
  const person = await addPerson(web);
  const path = `/admin/users/${idOf(person)}`;
  expect((await admin("PATCH", path, { plan: "pro" })).status).toBe(204);
  const mine = asPerson(web, person.cookie);
  expect(await (await mine("GET", "/account")).json()).toMatchObject({ plan: "pro" });
  expect((await admin("PATCH", path, { role: "moderator" })).status).toBe(204);
  expect((await mine("GET", "/account")).status).toBe(401);
  const { entries } = await (await admin("GET", "/admin/audit")).json();
  expect(entries[0]).toMatchObject({
    actor: idOf(adminPerson),
    actor_name: "Boss",
    action: "change_person",
    subject: idOf(person),
    detail: { role: "moderator", role_before: "owner" },
  });
});

test("[PE-21] who is frozen is out at once, with their agents, and comes back when free", async () => {
  const person = await addPerson(web);
  await web.pool.query(
    `INSERT INTO agent (world_id, number, name, kind, home_building, district, user_id)
     VALUES ($1, 20000001, 'Theirs', 'external', 5, 1, $2)`,
    [MAIN_WORLD, person.userId],
  );
  const frozen = async () => (await haltsOf(20000001)).at(-1) === 1;
  expect((await admin("PATCH", `/admin/users/${idOf(person)}`, { frozen: true })).status).toBe(204);
  expect((await asPerson(web, person.cookie)("GET", "/account")).status).toBe(401);
  expect(await frozen()).toBe(true);
  expect((await admin("PATCH", `/admin/users/${idOf(person)}`, { frozen: false })).status).toBe(204);
  expect(await frozen()).toBe(false);
});

/** What the engine was told of an agent, in order: 1 halted, 0 free. */
async function haltsOf(number: number): Promise<number[]> {
  const { rows } = await web.pool.query<{ halted: number }>(
    "SELECT (parameters->>'halted')::int AS halted FROM action_request WHERE agent = $1 AND kind = 'halt' ORDER BY seq",
    [number],
  );
  return rows.map(({ halted }) => halted);
}

/** A person's agent; `state` is a column that stops it, or null. */
async function agentOf(person: TestPerson, state: "paused_at" | "frozen_at" | null): Promise<TestAgent> {
  const agent = await addAgent(web.pool);
  await web.pool.query("UPDATE agent SET user_id = $1 WHERE number = $2", [person.userId, agent.number]);
  if (state !== null)
    await web.pool.query(`UPDATE agent SET ${state} = now() WHERE number = $1`, [agent.number]);
  return agent;
}

test("[AD-4] a person who is freed has each agent as it was: running, paused by them, or frozen by itself", async () => {
  const person = await addPerson(web);
  const agents = [
    await agentOf(person, null),
    await agentOf(person, "paused_at"),
    await agentOf(person, "frozen_at"),
  ];
  const states = async () => {
    const found = await (await admin("GET", `/admin/agents?q=${idOf(person)}`)).json();
    return agents.map(({ id }) => found.agents.find((one: { id: string }) => one.id === id).state);
  };
  const freeze = async (frozen: boolean) =>
    (await admin("PATCH", `/admin/users/${idOf(person)}`, { frozen })).status;
  expect(await states()).toEqual(["living", "paused", "frozen"]);
  expect([await freeze(true), await freeze(true)]).toEqual([204, 204]);
  expect(await states()).toEqual(["frozen", "frozen", "frozen"]);
  expect([await freeze(false), await freeze(false)]).toEqual([204, 204]);
  expect(await states()).toEqual(["living", "paused", "frozen"]);
  expect(await Promise.all(agents.map(({ number }) => haltsOf(number)))).toEqual([[1, 0], [], []]);
});

test("[AD-4] what an admin does to one agent while its owner is frozen holds from then on, and frees nobody", async () => {
  const person = await addPerson(web);
  const [first, second] = [await agentOf(person, "frozen_at"), await agentOf(person, null)];
  const patch = (frozen: boolean) => admin("PATCH", `/admin/users/${idOf(person)}`, { frozen });
  await patch(true);
  expect((await admin("POST", `/admin/agents/${first.id}/resume`)).status).toBe(204);
  expect((await admin("POST", `/admin/agents/${second.id}/freeze`)).status).toBe(204);
  expect([await haltsOf(first.number), await haltsOf(second.number)]).toEqual([[1], [1, 1]]);
  await patch(false);
  expect([await haltsOf(first.number), await haltsOf(second.number)]).toEqual([
    [1, 0],
    [1, 1],
  ]);
});

test("[AD-4] agents and their owner frozen and freed at once end as the rows say", async () => {
  const person = await addPerson(web);
  const agents = await Promise.all([0, 1, 2, 3].map(() => agentOf(person, null)));
  for (let round = 0; round < 6; round++) {
    const act = round % 2 === 0 ? "freeze" : "resume";
    const patch = admin("PATCH", `/admin/users/${idOf(person)}`, { frozen: round % 3 === 0 });
    await Promise.all([patch, ...agents.map(({ id }) => admin("POST", `/admin/agents/${id}/${act}`))]);
    const { rows } = await web.pool.query<{ number: number; halted: number }>(
      `SELECT a.number, (coalesce(a.frozen_at, u.frozen_at) IS NOT NULL)::int AS halted
       FROM agent a JOIN app_user u ON u.id = a.user_id WHERE u.id = $1`,
      [person.userId],
    );
    for (const { number, halted } of rows) expect((await haltsOf(number)).at(-1)).toBe(halted);
  }
});

test("[PE-21] nobody changes their own role, freezes themselves, or leaves as the last admin", async () => {
  for (const change of [{ role: "owner" }, { frozen: true }]) {
    expect((await admin("PATCH", `/admin/users/${idOf(adminPerson)}`, change)).status).toBe(409);
  }
  await web.pool.query("UPDATE app_user SET role = 'owner' WHERE role = 'admin' AND id <> $1", [
    adminPerson.userId,
  ]);
  expect((await admin("DELETE", "/account", {})).status).toBe(409);
  expect((await admin("PATCH", "/admin/users/usr_1zzzzzz", { plan: "pro" })).status).toBe(404);
});

test("[PE-13] to change people asks for the password again after a while", async () => {
  await web.pool.query("UPDATE user_session SET proven_at = now() - interval '1 hour'");
  web.people.sessions.forget(adminPerson.userId);
  const refused = await admin("PATCH", "/admin/users/usr_1zzzzzz", { plan: "pro" });
  expect((await refused.json()).code).toBe("proof_required");
});
