import { afterAll, beforeAll, expect, test } from "vitest";
import { MAIN_WORLD } from "#city/ids.ts";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import { offerAdminToken } from "#server/db/admin-token-store.ts";
import { rawExchange } from "#tests/util/http-client.ts";
import { newestToken } from "#tests/util/outbox.ts";
import { addPerson, asPerson } from "#tests/util/people.ts";
import { signIn } from "#tests/util/sign-in.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.stop());

const PASSWORD = "a river of seven stones";
const stranger: ReturnType<typeof asPerson> = (...request) => asPerson(web, null)(...request);
const count = async (sql: string, values: unknown[] = []) => (await web.pool.query(sql, values)).rowCount;

/** Signs up, opens the link and signs in, all as a browser does. */
async function newcomer(email: string) {
  await stranger("POST", "/account/sign-up", { email, password: PASSWORD, name: "Ada" });
  await stranger("POST", "/account/verify", { token: await newestToken(web, email) });
  return signIn(web, email, PASSWORD);
}

test("[PE-1] who signs up, opens the link and signs in is known to the API by the cookie alone", async () => {
  const made = await stranger("POST", "/account/sign-up", {
    email: "Ada@Example.org ",
    password: PASSWORD,
    name: "Ada",
  });
  expect([made.status, await made.json()]).toEqual([202, { next: "mail" }]);
  expect((await signIn(web, "ada@example.org", PASSWORD)).error).toBe("bad_credentials");
  const token = await newestToken(web, "ada@example.org");
  expect((await stranger("POST", "/account/verify", { token })).status).toBe(200);
  expect((await stranger("POST", "/account/verify", { token })).status).toBe(410);
  const { cookie, setCookies } = await signIn(web, "ADA@example.org", PASSWORD);
  const account = await asPerson(web, cookie)("GET", "/account");
  expect(await account.json()).toMatchObject({ name: "Ada", email: "ada@example.org", role: "owner" });
  expect((await stranger("GET", "/account")).status).toBe(401);
  expect(setCookies.find((line) => line.includes("session-token"))).toMatch(/HttpOnly.*SameSite=Lax/);
});

test("[PE-2] person, purse and the order to open it are one statement", async () => {
  const { rows } = await web.pool.query(
    `SELECT u.id::text, a.kind, a.home_building, a.district, r.kind AS asked, r.parameters FROM app_user u
     JOIN agent a ON a.number = u.id JOIN action_request r ON r.agent = u.id WHERE email = 'ada@example.org'`,
  );
  expect(rows).toEqual([
    {
      id: expect.any(String),
      kind: "owner",
      home_building: -1,
      district: 0,
      asked: "open_account",
      parameters: { grantCents: 300_000 },
    },
  ]);
  expect(Number(rows[0].id)).toBeGreaterThanOrEqual(OWNER_BASE);
});

test("[PE-3] signing up with a known address is answered alike, changes nothing, and its owner is told", async () => {
  const again = await stranger("POST", "/account/sign-up", {
    email: "ada@example.org",
    password: "another long password",
    name: "Eve",
  });
  expect([again.status, await again.json()]).toEqual([202, { next: "mail" }]);
  await web.people.mailDone();
  const { rows } = await web.pool.query("SELECT subject, text FROM outbox_mail ORDER BY id DESC LIMIT 1");
  expect(rows[0].subject).toBe("You already have an account at Borough");
  expect(rows[0].text).not.toContain("Eve");
  expect((await signIn(web, "ada@example.org", "another long password")).error).toBe("bad_credentials");
  expect((await signIn(web, "ada@example.org", PASSWORD)).error).toBeNull();
});

test("[PE-3] who signs up with an address that was never confirmed gets the account, whoever gave the address before", async () => {
  const email = "squatted@example.org";
  await stranger("POST", "/account/sign-up", { email, password: "the squatter's own", name: "Eve" });
  await stranger("POST", "/account/sign-up", { email, password: PASSWORD, name: "Owner" });
  const token = await newestToken(web, email);
  const confirmed = await stranger("POST", "/account/reset/confirm", { token, password: PASSWORD });
  expect(confirmed.status).toBe(204);
  expect((await signIn(web, email, "the squatter's own")).error).toBe("bad_credentials");
  expect((await signIn(web, email, PASSWORD)).error).toBeNull();
});

test("[PE-4] passwords are 8 to 256 characters of any kind, taken whole, and not the ones tried first", async () => {
  const withPassword = async (password: string) =>
    (
      await stranger("POST", "/account/sign-up", {
        email: `p@${password.length}.example.org`,
        password,
        name: "P",
      })
    ).status;
  for (const bad of [
    "short",
    "password",
    "Qwerty123!",
    "12345678",
    "letmein2024",
    "aaaaaaaaaa",
    "x".repeat(257),
  ]) {
    expect(await withPassword(bad), bad).toBe(400);
  }
  const long = `${"x".repeat(127)}👩‍🚀 sehr lang`;
  const email = `p@${long.length}.example.org`;
  expect(await withPassword(long)).toBe(202);
  await stranger("POST", "/account/verify", { token: await newestToken(web, email) });
  expect((await signIn(web, email, long.slice(0, -1))).error).toBe("bad_credentials");
  expect((await signIn(web, email, long)).error).toBeNull();
});

test("[PE-5] a reset link works once, within its hour, and ends all sessions", async () => {
  const { cookie } = await newcomer("reset@example.org");
  expect((await stranger("POST", "/account/reset", { email: "reset@example.org" })).status).toBe(202);
  const token = await newestToken(web, "reset@example.org");
  await web.pool.query("UPDATE mail_token SET expires_at = now() WHERE kind = 'reset'");
  const confirm = (password: string) => stranger("POST", "/account/reset/confirm", { token, password });
  expect((await confirm("a second password")).status).toBe(410);
  await web.pool.query("UPDATE mail_token SET expires_at = now() + interval '1 hour' WHERE kind = 'reset'");
  expect((await confirm("password1")).status).toBe(400);
  expect((await confirm("a second password")).status).toBe(204);
  expect((await confirm("a third password")).status).toBe(410);
  expect((await asPerson(web, cookie)("GET", "/account")).status).toBe(401);
  expect((await signIn(web, "reset@example.org", "a second password")).error).toBeNull();
});

test("[PE-5] asking for a link tells nobody whether there is an account", async () => {
  const before = await count("SELECT FROM outbox_mail");
  const unknown = await stranger("POST", "/account/reset", { email: "nobody@example.org" });
  expect([unknown.status, await unknown.json()]).toEqual([202, { next: "mail" }]);
  await web.people.mailDone();
  expect(await count("SELECT FROM outbox_mail")).toBe(before);
});

test("[PE-6] signing in begins a new session and ends the one this browser had; signing out ends it", async () => {
  const first = await newcomer("fresh@example.org");
  const second = await signIn(web, "fresh@example.org", PASSWORD, first.cookie);
  expect((await asPerson(web, first.cookie)("GET", "/account")).status).toBe(401);
  expect((await asPerson(web, second.cookie)("GET", "/account")).status).toBe(200);
  const csrf = await fetch(`${web.url}/api/auth/csrf`, { headers: { cookie: second.cookie } });
  const { csrfToken }: { csrfToken: string } = await csrf.json();
  const signOut = (origin: string) =>
    fetch(`${web.url}/api/auth/signout`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: second.cookie, origin },
      body: new URLSearchParams({ csrfToken, json: "true" }),
    });
  expect((await signOut("http://evil.example")).status).toBe(403);
  await signOut(web.url);
  expect((await asPerson(web, second.cookie)("GET", "/account")).status).toBe(401);
});

test("[PE-8] the token of the launcher makes one admin, once", async () => {
  const token = await offerAdminToken(web.databaseUrl);
  const signUp = (email: string, given: string | null) =>
    stranger("POST", "/account/sign-up", { email, password: PASSWORD, name: "Boss", token: given });
  expect((await signUp("boss@example.org", "guessed")).status).toBe(403);
  expect(await (await signUp("boss@example.org", token)).json()).toEqual({ next: "sign_in" });
  expect((await signUp("boss2@example.org", token)).status).toBe(403);
  expect(await offerAdminToken(web.databaseUrl)).toBeNull();
  const { cookie } = await signIn(web, "boss@example.org", PASSWORD);
  const admin = asPerson(web, cookie);
  expect(await (await admin("GET", "/account")).json()).toMatchObject({ role: "admin", verified: true });
  const refused = await admin("GET", "/admin/users");
  expect([refused.status, (await refused.json()).code]).toEqual([403, "mfa_required"]);
});

test("[PE-7] sessions end when idle or old, when their person is frozen or gone, and within a second everywhere", async () => {
  const endings = [
    "UPDATE user_session SET seen_at = now() - interval '8 days' WHERE user_id = $1",
    "UPDATE user_session SET expires_at = now() WHERE user_id = $1",
    "UPDATE user_session SET revoked_at = now() WHERE user_id = $1",
    "UPDATE app_user SET frozen_at = now() WHERE id = $1",
    "UPDATE app_user SET deleted_at = now() WHERE id = $1",
  ];
  for (const ending of endings) {
    const { userId, cookie } = await addPerson(web);
    const ask = async () => (await asPerson(web, cookie)("GET", "/account")).status;
    expect(await ask()).toBe(200);
    // As another process would: this one hears of it by asking again.
    await web.pool.query(ending, [userId]);
    await expect.poll(ask, { timeout: 2_000 }).toBe(401);
  }
});

test("[PE-7] those who run the city have short sessions", async () => {
  const { userId, cookie } = await addPerson(web, { role: "admin", mfa: true });
  await web.pool.query("UPDATE user_session SET seen_at = now() - interval '2 hours' WHERE user_id = $1", [
    userId,
  ]);
  web.people.sessions.forget(userId);
  expect((await asPerson(web, cookie)("GET", "/account")).status).toBe(401);
});

test("[PE-10] what changes something and comes from another site is refused", async () => {
  const { cookie } = await addPerson(web);
  const send = (headers: Record<string, string>) =>
    fetch(`${web.url}/api/v1/account`, {
      method: "PATCH",
      headers: { cookie, "content-type": "application/json", ...headers },
      body: JSON.stringify({ name: "Changed" }),
    }).then((reply) => reply.status);
  expect(await send({})).toBe(403);
  expect(await send({ origin: "http://evil.example" })).toBe(403);
  expect(await send({ "sec-fetch-site": "cross-site" })).toBe(403);
  expect(await send({ "sec-fetch-site": "same-origin" })).toBe(204);
  expect(await send({ origin: web.url })).toBe(204);
});

test("[PE-11] nobody else's cookie, and none of our own that was changed, is believed", async () => {
  const { cookie } = await addPerson(web);
  for (const forged of [
    `${cookie}x`,
    "next-auth.session-token=x",
    cookie.replace(/.{20}$/, "A".repeat(20)),
  ]) {
    expect((await asPerson(web, forged)("GET", "/account")).status).toBe(401);
  }
});

test("[PE-12] a new address counts once its own link was opened; the old one is told", async () => {
  const { cookie } = await newcomer("moving@example.org");
  const mover = asPerson(web, cookie);
  const ask = (email: string, password: string) => mover("POST", "/account/email", { email, password });
  expect((await ask("moved@example.org", "wrong password")).status).toBe(400);
  expect((await ask("ada@example.org", PASSWORD)).status).toBe(202);
  expect((await ask("moved@example.org", PASSWORD)).status).toBe(202);
  const token = await newestToken(web, "moved@example.org");
  expect(await (await mover("GET", "/account")).json()).toMatchObject({ email: "moving@example.org" });
  expect((await stranger("POST", "/account/verify", { token })).status).toBe(200);
  expect(await (await mover("GET", "/account")).json()).toMatchObject({ email: "moved@example.org" });
  await web.people.mailDone();
  expect(
    await count("SELECT FROM outbox_mail WHERE recipient = 'moving@example.org' AND subject LIKE '%changed'"),
  ).toBe(1);
});

test("[PE-13] a new password ends the other sessions; what is dangerous asks for it again", async () => {
  const here = await newcomer("careful@example.org");
  const there = await signIn(web, "careful@example.org", PASSWORD);
  const me = asPerson(web, here.cookie);
  const list = async () => (await (await me("GET", "/account/sessions")).json()).sessions;
  expect((await list()).map(({ current }: { current: boolean }) => current).sort()).toEqual([false, true]);
  const change = await me("POST", "/account/password", { current: "wrong password", next: "x".repeat(7) });
  expect((await change.json()).errors[0].pointer).toBe("/current");
  expect(
    (await me("POST", "/account/password", { current: PASSWORD, next: "a newer password" })).status,
  ).toBe(204);
  expect((await asPerson(web, there.cookie)("GET", "/account")).status).toBe(401);
  await web.pool.query("UPDATE user_session SET proven_at = now() - interval '11 minutes'");
  web.people.sessions.forget(0);
  expect((await (await me("GET", "/account/export")).json()).code).toBe("proof_required");
  expect((await me("POST", "/account/prove", { password: "a newer password" })).status).toBe(204);
  expect((await me("GET", "/account/export")).status).toBe(200);
});

test("[PE-13] a session is ended from the list by its owner alone", async () => {
  const [one, two] = [await addPerson(web), await addPerson(web)];
  const { sessions } = await (await asPerson(web, one.cookie)("GET", "/account/sessions")).json();
  const path = `/account/sessions/${sessions[0].id}`;
  expect((await asPerson(web, two.cookie)("DELETE", path)).status).toBe(404);
  expect((await asPerson(web, one.cookie)("DELETE", path)).status).toBe(204);
  expect((await asPerson(web, one.cookie)("GET", "/account")).status).toBe(401);
});

test("[PE-14] a deleted account is gone with all that tells who it was; its number stays", async () => {
  const { cookie } = await newcomer("leaving@example.org");
  const me = asPerson(web, cookie);
  const { rows } = await web.pool.query("SELECT id FROM app_user WHERE email = 'leaving@example.org'");
  const userId = rows[0].id;
  await web.pool.query(
    `INSERT INTO agent (world_id, number, name, kind, home_building, district, user_id)
     VALUES ($1, 20000000, 'Theirs', 'external', 5, 1, $2)`,
    [MAIN_WORLD, userId],
  );
  const data = await (await me("GET", "/account/export")).json();
  expect(data).toMatchObject({
    profile: [{ email: "leaving@example.org" }],
    agents: [{ name: "Theirs" }],
    cut_off: [],
  });
  expect(JSON.stringify(data)).not.toMatch(/argon2|hash"|sealed/);
  expect((await me("DELETE", "/account", { password: "wrong password" })).status).toBe(400);
  expect((await me("DELETE", "/account", { password: PASSWORD })).status).toBe(204);
  expect((await me("GET", "/account")).status).toBe(401);
  expect((await signIn(web, "leaving@example.org", PASSWORD)).error).toBe("bad_credentials");
  const left = await web.pool.query(
    "SELECT email, name, deleted_at IS NOT NULL AS gone FROM app_user WHERE id = $1",
    [userId],
  );
  expect(left.rows).toEqual([{ email: `deleted-${userId}@invalid`, name: "Former owner", gone: true }]);
  expect(await count("SELECT FROM agent WHERE number = 20000000 AND retired_at IS NOT NULL")).toBe(1);
  expect(await count("SELECT FROM action_request WHERE agent = $1 AND kind = 'retire'", [userId])).toBe(1);
  expect(await count("SELECT FROM outbox_mail WHERE recipient = 'leaving@example.org'")).toBe(0);
});

test("[PE-15] mail that stays on this machine is shown to this machine alone", async () => {
  const { mails } = await (await stranger("GET", "/account/outbox")).json();
  expect(mails.length).toBeGreaterThan(0);
  const proxied = await fetch(`${web.url}/api/v1/account/outbox`, {
    headers: { "x-forwarded-for": "10.0.0.1" },
  });
  expect(proxied.status).toBe(404);
  const request = `GET /api/v1/account/outbox HTTP/1.1\r\nhost: rebound.example:${web.port}\r\nconnection: close\r\n\r\n`;
  expect(await rawExchange(web.port, request)).toMatch(/^HTTP\/1.1 404/);
});
