import { hash } from "@node-rs/argon2";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { addPerson, asPerson } from "#tests/util/people.ts";
import { addProgram, asProgram, type Tokens } from "#tests/util/programs.ts";
import { signIn } from "#tests/util/sign-in.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";

const PASSWORD = "a river of seven stones";
let web: TestWeb;
let passwordHash: string;
beforeAll(async () => {
  // In the middle of a step, and staying there: a code must not grow old between being made and being given.
  vi.useFakeTimers({ toFake: ["Date"], now: Math.floor(Date.now() / 30_000) * 30_000 + 15_000 });
  web = await startTestWeb();
  passwordHash = await hash(PASSWORD, { memoryCost: 8, timeCost: 1 });
});
afterAll(async () => {
  await web.stop();
  vi.useRealTimers();
});

/** A person with an authenticator app that is set up: the step before the present one is used up by that. */
async function withApp(role = "owner") {
  const person = await addPerson(web, { passwordHash, role });
  const me = asPerson(web, person.cookie);
  const begun: { secret: string; uri: string } = await (await me("POST", "/account/mfa/begin", {})).json();
  const code = (steps = 0) =>
    TOTP.generate({ secret: Secret.fromBase32(begun.secret), timestamp: Date.now() + steps * 30_000 });
  const first = code(-1);
  const confirmed = await me("POST", "/account/mfa/confirm", { code: first });
  const { backup_codes: backupCodes }: { backup_codes: string[] } = await confirmed.json();
  return { ...person, ...begun, me, code, first, backupCodes };
}

/** Signs in by password: a session that waits for its code. */
async function pending(email: string) {
  const { cookie } = await signIn(web, email, PASSWORD);
  const request = asPerson(web, cookie);
  return { request, give: (code: string) => request("POST", "/account/mfa/verify", { code }) };
}

test("[PE-18] a password alone does not sign in where there is a second factor, and each code counts once", async () => {
  const { email, code, first, me } = await withApp();
  expect(await (await me("GET", "/account")).json()).toMatchObject({ mfa: { enabled: true, given: true } });
  const { request, give } = await pending(email);
  for (const [method, path] of [
    ["GET", "/account"],
    ["PATCH", "/account"],
    ["DELETE", "/account/mfa"],
    ["POST", "/account/prove"],
  ] as const) {
    const refused = await request(method, path, method === "GET" ? undefined : {});
    expect([refused.status, (await refused.json()).code]).toEqual([403, "mfa_required"]);
  }
  expect((await give("000000")).status).toBe(400);
  expect((await give(first)).status).toBe(400);
  const now = code();
  expect((await give(now)).status).toBe(204);
  expect((await request("GET", "/account")).status).toBe(200);
  const again = await pending(email);
  expect((await again.give(now)).status).toBe(400);
  expect((await again.give(code(1))).status).toBe(204);
});

test("[PE-24] a program needs the code with the password where there is a second factor, and each code counts once", async () => {
  const { email, code, backupCodes } = await withApp();
  const enter = (more: object, password = PASSWORD) =>
    asProgram(web, null)("POST", "/auth/token", { email, password, program: "a phone", ...more });
  const codeOf = async (reply: Response) => [reply.status, (await reply.json()).code];
  expect(await codeOf(await enter({}, "a wrong password"))).toEqual([401, "unauthorized"]);
  expect(await codeOf(await enter({}))).toEqual([403, "mfa_required"]);
  expect(await codeOf(await enter({ code: "000000" }))).toEqual([400, "invalid_body"]);
  const now = code();
  const entered = await enter({ code: now });
  expect(entered.status).toBe(200);
  expect((await enter({ code: now })).status).toBe(400);
  expect((await enter({ code: backupCodes[0] })).status).toBe(200);
  const { access_token: token }: Tokens = await entered.json();
  const account = await asProgram(web, token)("GET", "/account");
  expect(await account.json()).toMatchObject({ mfa: { enabled: true, given: true } });
});

test("[PE-18] a program that signed in before there was a second factor waits for its code, as browsers do", async () => {
  const person = await addPerson(web, { passwordHash });
  const { access } = await addProgram(web, person.userId);
  const program = asProgram(web, access);
  const me = asPerson(web, person.cookie);
  const { secret }: { secret: string } = await (await me("POST", "/account/mfa/begin", {})).json();
  const code = (steps: number) =>
    TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + steps * 30_000 });
  expect((await me("POST", "/account/mfa/confirm", { code: code(-1) })).status).toBe(200);
  expect((await program("GET", "/account")).status).toBe(403);
  expect((await program("POST", "/account/mfa/verify", { code: code(0) })).status).toBe(204);
  expect((await program("GET", "/account")).status).toBe(200);
});

test("[PE-18] of codes that come at the same moment one counts", async () => {
  const { email, code } = await withApp();
  const sessions = await Promise.all(Array.from({ length: 4 }, () => pending(email)));
  const now = code();
  const given = await Promise.all(sessions.map(({ give }) => give(now)));
  expect(given.map(({ status }) => status).sort()).toEqual([204, 400, 400, 400]);
});

test("[PE-18] codes two steps off are refused", async () => {
  const { email, code } = await withApp();
  const { give } = await pending(email);
  for (const steps of [-3, 3]) expect((await give(code(steps))).status).toBe(400);
});

test("[PE-19] ten backup codes are shown once and count once each, in place of the app", async () => {
  const { email, backupCodes, userId } = await withApp();
  expect(new Set(backupCodes).size).toBe(LIMITS.backupCodes);
  const { rows } = await web.pool.query("SELECT hash FROM backup_code WHERE user_id = $1", [userId]);
  expect(rows).toHaveLength(LIMITS.backupCodes);
  const [code = ""] = backupCodes;
  expect((await (await pending(email)).give(code.toUpperCase())).status).toBe(204);
  expect((await (await pending(email)).give(code)).status).toBe(400);
});

test("[PE-18] whoever guesses codes is stopped after a few", async () => {
  const { email, code } = await withApp();
  const { give } = await pending(email);
  for (let i = 0; i < LIMITS.wrongCodesMax; i++) expect((await give(`00000${i}`)).status).toBe(400);
  expect((await give(code())).status).toBe(429);
});

test("[PE-18] it is turned off by a code or the password, and kept sealed", async () => {
  const { me, secret, userId } = await withApp();
  const { rows } = await web.pool.query("SELECT totp_sealed FROM app_user WHERE id = $1", [userId]);
  expect(rows[0].totp_sealed.includes(Buffer.from(secret))).toBe(false);
  expect((await me("DELETE", "/account/mfa", { password: "wrong password" })).status).toBe(400);
  expect((await me("DELETE", "/account/mfa", { password: PASSWORD })).status).toBe(204);
  expect(await (await me("GET", "/account")).json()).toMatchObject({ mfa: { enabled: false } });
});

test("[PE-20] staff need it for what staff do, in the session in which they do it", async () => {
  const bare = await addPerson(web, { role: "admin" });
  const refused = await asPerson(web, bare.cookie)("GET", "/admin/users");
  expect([refused.status, (await refused.json()).code]).toEqual([403, "mfa_required"]);
  const { me } = await withApp("admin");
  expect((await me("GET", "/admin/users")).status).toBe(200);
});
