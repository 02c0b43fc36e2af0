import { hash } from "@node-rs/argon2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { addPerson, asPerson } from "#tests/util/people.ts";
import { addProgram, asProgram, type Tokens } from "#tests/util/programs.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent } from "#tests/util/test-world.ts";

const PASSWORD = "a river of seven stones";
let web: TestWeb;
let passwordHash: string;
beforeAll(async () => {
  web = await startTestWeb();
  passwordHash = await hash(PASSWORD, { memoryCost: 8, timeCost: 1 });
});
afterAll(() => web.stop());

const post: ReturnType<typeof asProgram> = (...request) => asProgram(web, null)(...request);
const grant = (email: string, more: object = {}) =>
  post("POST", "/auth/token", { email, password: PASSWORD, program: "borough-cli", ...more });
const refresh = (token: string) => post("POST", "/auth/refresh", { refresh_token: token });
const account = async (token: string) => (await asProgram(web, token)("GET", "/account")).status;

async function signedIn() {
  const person = await addPerson(web, { passwordHash });
  const reply = await grant(person.email);
  expect(reply.status).toBe(200);
  const tokens: Tokens = await reply.json();
  return { ...person, tokens };
}

const reuses = async (userId: number) => {
  const { rows } = await web.pool.query(
    "SELECT actor, detail FROM audit_entry WHERE action = 'refresh_token_reused' AND subject = $1",
    [formatId("usr", MAIN_WORLD, userId)],
  );
  return rows;
};

test("[PE-24] a program signs in by password, acts for its person, and is listed under its name", async () => {
  const { tokens, userId, cookie } = await signedIn();
  expect(tokens).toMatchObject({ token_type: "Bearer", expires_in: LIMITS.accessTokenSeconds });
  const program = asProgram(web, tokens.access_token);
  expect(await (await program("GET", "/account")).json()).toMatchObject({
    id: formatId("usr", MAIN_WORLD, userId),
  });
  // A change, and no page of ours behind it.
  expect((await program("PATCH", "/account", { name: "Changed" })).status).toBe(204);
  const { sessions } = await (await asPerson(web, cookie)("GET", "/account/sessions")).json();
  expect(sessions.map(({ program: name }: { program: string | null }) => name).sort()).toEqual([
    "borough-cli",
    null,
  ]);
});

test("[PE-24] unknown and wrong look alike, guesses lock the pair, and signing in is locked with it", async () => {
  const { email } = await addPerson(web, { passwordHash });
  const answerTo = async (reply: Response) => {
    const { detail, code } = await reply.json();
    return [reply.status, code, detail];
  };
  const wrong = await answerTo(await grant(email, { password: "a wrong password" }));
  expect(wrong.slice(0, 2)).toEqual([401, "unauthorized"]);
  expect(await answerTo(await grant("nobody@example.org"))).toEqual(wrong);
  for (let i = 1; i < LIMITS.wrongPasswordsPerPairMax; i++) await grant(email, { password: "a guess" });
  const locked = await grant(email);
  expect([locked.status, Number(locked.headers.get("retry-after")) > 0]).toEqual([429, true]);
  const client = { address: "127.0.0.1", userAgent: "" };
  expect((await web.people.signIn({ email, password: PASSWORD, client })).ok).toBe(false);
});

test("[PE-24] the name is one that can be seen, and a frozen person's program stays out", async () => {
  const { email, userId } = await addPerson(web, { passwordHash });
  const unnamed = await grant(email, { program: "\u200b" });
  expect([unnamed.status, (await unnamed.json()).errors[0].pointer]).toEqual([400, "/program"]);
  await web.pool.query("UPDATE app_user SET frozen_at = now() WHERE id = $1", [userId]);
  expect((await grant(email)).status).toBe(403);
});

test("[PE-24] programs and browsers do not end each other's sessions, however many come", async () => {
  const { userId, cookie } = await addPerson(web);
  const first = await addProgram(web, userId);
  for (let i = 0; i < LIMITS.sessionsPerPersonMax; i++) await addProgram(web, userId);
  expect(await account(first.access)).toBe(401);
  expect((await asPerson(web, cookie)("GET", "/account")).status).toBe(200);
});

test("[PE-24] a program may be idle for longer than a browser, and no longer than its session", async () => {
  const { userId } = await addPerson(web);
  const { refresh: token } = await addProgram(web, userId);
  await web.pool.query("UPDATE user_session SET seen_at = now() - interval '29 days' WHERE user_id = $1", [
    userId,
  ]);
  const { refresh_token: next }: Tokens = await (await refresh(token)).json();
  await web.pool.query("UPDATE user_session SET expires_at = now() WHERE user_id = $1", [userId]);
  expect((await refresh(next)).status).toBe(401);
});

test("[PE-26] each refresh token works once; one used before ends the session and is on record", async () => {
  const { tokens, userId } = await signedIn();
  const second: Tokens = await (await refresh(tokens.refresh_token)).json();
  const third: Tokens = await (await refresh(second.refresh_token)).json();
  expect(await account(third.access_token)).toBe(200);
  expect((await refresh(tokens.refresh_token)).status).toBe(401);
  for (const { access_token, refresh_token } of [tokens, second, third]) {
    expect(await account(access_token)).toBe(401);
    expect((await refresh(refresh_token)).status).toBe(401);
  }
  expect(await reuses(userId)).toEqual([
    { actor: userId, detail: { program: "borough-cli", session: expect.any(String) } },
  ]);
});

test("[PE-26] of 20 who refresh at once one wins, and the session ends with it", async () => {
  const { tokens, userId } = await signedIn();
  const replies = await Promise.all(Array.from({ length: 20 }, () => refresh(tokens.refresh_token)));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(401)]);
  const won: Tokens = await replies.find(({ status }) => status === 200)?.json();
  expect((await refresh(won.refresh_token)).status).toBe(401);
  expect(await reuses(userId)).toHaveLength(1);
});

test("[PE-26] what is no refresh token of ours ends nothing, and nothing but hashes is kept", async () => {
  const { tokens, userId } = await signedIn();
  const token = tokens.refresh_token;
  for (const text of ["", "rt_live_", token.slice(0, -1), `${token}0`, token.replace(/.$/, "-"), `x${token}`])
    expect((await refresh(text)).status).toBe(401);
  expect((await post("POST", "/auth/revoke", { refresh_token: "rt_live_none" })).status).toBe(204);
  expect(await account(tokens.access_token)).toBe(200);
  const { rows } = await web.pool.query(
    "SELECT row_to_json(s)::text AS text FROM user_session s WHERE user_id = $1",
    [userId],
  );
  expect(rows.map(({ text }) => text).join()).not.toContain(token.slice(8, 38));
  expect(await reuses(userId)).toEqual([]);
});

test("[PE-25] a program's session is over within a second of any of its ends, in every process", async () => {
  const endings = [
    "UPDATE user_session SET revoked_at = now() WHERE user_id = $1",
    "UPDATE user_session SET expires_at = now() WHERE user_id = $1",
    "UPDATE app_user SET frozen_at = now() WHERE id = $1",
    "UPDATE app_user SET deleted_at = now() WHERE id = $1",
  ];
  for (const ending of endings) {
    const { userId } = await addPerson(web);
    const { access, refresh: token } = await addProgram(web, userId);
    expect(await account(access)).toBe(200);
    // As another process would: this one hears of it by asking again.
    await web.pool.query(ending, [userId]);
    await expect.poll(() => account(access), { timeout: 2_000 }).toBe(401);
    expect((await refresh(token)).status).toBe(401);
    expect(await reuses(userId)).toEqual([]);
  }
});

test("[PE-25] its person ends it: by the list, by a new password, by revoking the token", async () => {
  const { tokens, cookie, email } = await signedIn();
  const me = asPerson(web, cookie);
  const { sessions } = await (await me("GET", "/account/sessions")).json();
  const { id } = sessions.find(({ program }: { program: string | null }) => program !== null);
  expect((await me("DELETE", `/account/sessions/${id}`)).status).toBe(204);
  expect(await account(tokens.access_token)).toBe(401);
  const second: Tokens = await (await grant(email)).json();
  expect((await post("POST", "/auth/revoke", { refresh_token: second.refresh_token })).status).toBe(204);
  expect(await account(second.access_token)).toBe(401);
  const third: Tokens = await (await grant(email)).json();
  const change = { current: PASSWORD, next: "a newer password of mine" };
  expect((await me("POST", "/account/password", change)).status).toBe(204);
  expect(await account(third.access_token)).toBe(401);
});

test("[PE-25] a role is that of the row, now: taken away, the same token may less", async () => {
  const { userId } = await addPerson(web, { role: "admin", mfa: true });
  const { access } = await addProgram(web, userId, true);
  const admin = asProgram(web, access);
  expect((await admin("GET", "/admin/users")).status).toBe(200);
  await web.pool.query("UPDATE app_user SET role = 'viewer' WHERE id = $1", [userId]);
  await expect.poll(async () => (await admin("GET", "/admin/users")).status, { timeout: 2_000 }).toBe(403);
});

test("[PE-27] keys, cookies and tokens do not pass for each other", async () => {
  const { userId, cookie } = await addPerson(web);
  const { access, refresh: token } = await addProgram(web, userId);
  const agent = await addAgent(web.pool, "Robot");
  await web.pool.query("UPDATE agent SET user_id = $2 WHERE number = $1", [agent.number, userId]);
  const content = cookie.slice(cookie.indexOf("=") + 1);
  for (const other of [agent.key, token, content, ""]) expect(await account(other)).toBe(401);
  expect((await refresh(agent.key)).status).toBe(401);
  for (const other of [access, token]) expect((await asProgram(web, other)("GET", "/me")).status).toBe(401);
  for (const other of [access, token])
    expect((await asPerson(web, `next-auth.session-token=${other}`)("GET", "/account")).status).toBe(401);
});

test("[PE-27] where a token is sent the cookie does not count, so no other site gains by sending one", async () => {
  const { userId, cookie } = await addPerson(web);
  const { access } = await addProgram(web, userId);
  const send = async (headers: Record<string, string>) =>
    (
      await fetch(`${web.url}/api/v1/account`, {
        method: "PATCH",
        headers: { cookie, "content-type": "application/json", ...headers },
        body: "{}",
      })
    ).status;
  const foreign = { origin: "https://elsewhere.example" };
  expect(await send({ ...foreign, authorization: "Bearer" })).toBe(401);
  expect(await send({ ...foreign, authorization: "bearer x" })).toBe(401);
  expect(await send({ ...foreign, authorization: "Basic eDp5" })).toBe(403);
  expect(await send({ origin: web.url, authorization: "Basic eDp5" })).toBe(204);
  expect(await send({ ...foreign, authorization: `Bearer ${access}` })).toBe(204);
});
