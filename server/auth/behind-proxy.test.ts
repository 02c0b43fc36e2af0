import { request } from "node:http";
import { hash } from "@node-rs/argon2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { addPerson, asPerson } from "#tests/util/people.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent } from "#tests/util/test-world.ts";
import { parseTrustedProxies } from "./client-address.ts";

const PROXY = "127.0.0.1";
const OUTSIDER = "127.0.0.2";
const PASSWORD = "a river of seven stones";

let web: TestWeb;
beforeAll(async () => {
  const trustedProxies = parseTrustedProxies(PROXY);
  if (!trustedProxies.ok) throw new Error(trustedProxies.message);
  web = await startTestWeb({ trustedProxies: trustedProxies.value });
});
afterAll(() => web.stop());

interface Sent {
  /** The address it is sent from. */
  readonly from: string;
  readonly forwardedFor?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request from one of this machine's addresses; returns its status and its body. */
function send(path: string, { from, forwardedFor, method = "GET", headers = {}, body }: Sent) {
  const forwarded = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor };
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(
      `${web.url}${path}`,
      { method, localAddress: from, headers: { ...headers, ...forwarded }, agent: false },
      (reply) => {
        let text = "";
        reply.on("data", (chunk) => {
          text += String(chunk);
        });
        reply.once("end", () => resolve({ status: reply.statusCode ?? 0, text }));
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
}

const json = { "content-type": "application/json" };

test("[PE-28] behind our proxy each client has its own limit, and an outsider's header wins it nothing", async () => {
  const ask = (from: string, forwardedFor: string) => send("/api/v1", { from, forwardedFor });
  const all = (statuses: readonly { status: number }[]) => new Set(statuses.map(({ status }) => status));
  const many = async (from: string, addressOf: (i: number) => string) => {
    const replies = [];
    for (let i = 0; i < LIMITS.publicRequestsBurst + 50; i += 50) {
      replies.push(...(await Promise.all(Array.from({ length: 50 }, (_, k) => ask(from, addressOf(i + k))))));
    }
    return all(replies);
  };
  expect(await many(PROXY, () => "198.51.100.1")).toEqual(new Set([200, 429]));
  expect((await ask(PROXY, "198.51.100.2")).status).toBe(200);
  // What a client wrote itself stands before what the proxy saw.
  expect((await ask(PROXY, "203.0.113.9, 198.51.100.1")).status).toBe(429);
  expect(await many(OUTSIDER, (i) => `203.0.113.${i % 250}`)).toEqual(new Set([200, 429]));
});

test("[PE-28] records say whom the proxy spoke for: keys, sessions of programs", async () => {
  const agent = await addAgent(web.pool, "Robot");
  const passwordHash = await hash(PASSWORD, { memoryCost: 8, timeCost: 1 });
  const { email, userId } = await addPerson(web, { passwordHash });
  const headers = { authorization: `Bearer ${agent.key}` };
  await send("/api/v1/me", { from: PROXY, forwardedFor: "198.51.100.7", headers });
  const usedFrom = async () =>
    (await web.pool.query("SELECT last_used_from FROM agent_key WHERE agent = $1", [agent.number])).rows[0]
      ?.last_used_from;
  await expect.poll(usedFrom).toBe("198.51.100.7");
  const grant = (from: string, forwardedFor: string) =>
    send("/api/v1/auth/token", {
      from,
      forwardedFor,
      method: "POST",
      headers: json,
      body: JSON.stringify({ email, password: PASSWORD, program: "cli" }),
    });
  expect((await grant(PROXY, "198.51.100.8")).status).toBe(200);
  expect((await grant(OUTSIDER, "198.51.100.9")).status).toBe(200);
  const { rows } = await web.pool.query(
    "SELECT address FROM user_session WHERE user_id = $1 AND program IS NOT NULL ORDER BY address",
    [userId],
  );
  expect(rows.map(({ address }) => address)).toEqual([OUTSIDER, "198.51.100.8"]);
});

test("[PE-28] who guesses at the sign-in page is locked out by their own address, and not the proxy's", async () => {
  const passwordHash = await hash(PASSWORD, { memoryCost: 8, timeCost: 1 });
  const { email } = await addPerson(web, { passwordHash });
  const signIn = async (forwardedFor: string, password: string) => {
    const csrf = await fetch(`${web.url}/api/auth/csrf`);
    const { csrfToken }: { csrfToken: string } = await csrf.json();
    const cookie = csrf.headers
      .getSetCookie()
      .map((line) => line.split(";", 1)[0])
      .join("; ");
    const { text } = await send("/api/auth/callback/credentials", {
      from: PROXY,
      forwardedFor,
      method: "POST",
      headers: { cookie, origin: web.url, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken, email, password, json: "true" }).toString(),
    });
    return new URL(JSON.parse(text).url, web.url).searchParams.get("error");
  };
  for (let i = 0; i < LIMITS.wrongPasswordsPerPairMax; i++) {
    expect(await signIn(`203.0.113.${i}, 198.51.100.20`, "a guess")).toBe("bad_credentials");
  }
  expect(await signIn("203.0.113.99, 198.51.100.20", PASSWORD)).toBe("rate_limited");
  expect(await signIn("198.51.100.21", PASSWORD)).toBeNull();
});

test("[PE-15] a proxy on this machine does not make its clients local: the outbox stays closed", async () => {
  const path = "/api/v1/account/outbox";
  expect((await asPerson(web, null)("GET", "/account/outbox")).status).toBe(200);
  for (const forwardedFor of ["198.51.100.1", "127.0.0.1", "::1", ""])
    expect((await send(path, { from: PROXY, forwardedFor })).status).toBe(404);
});
