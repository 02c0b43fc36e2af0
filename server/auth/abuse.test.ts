import { afterAll, beforeAll, expect, test } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { ok } from "#city/result.ts";
import { addPerson } from "#tests/util/people.ts";
import { silentLog } from "#tests/util/silent-log.ts";
import { TEST_SECRETS } from "#tests/util/test-web.ts";
import { testWorld } from "#tests/util/test-world.ts";
import { createAccessTokens } from "./access-token.ts";
import type { PasswordHasher } from "./hash-password.ts";
import { createPeople, type People } from "./people.ts";
import { createSealer } from "./seal.ts";
import { createThrottle } from "./throttle.ts";

/** Passwords in the clear: what is tested is how often they are looked at. */
const looked = { times: 0 };
const hasher: PasswordHasher = {
  hash: async (password) => ok(password),
  matches: async (password, kept) => {
    looked.times++;
    return ok(password === kept);
  },
};

let world: Awaited<ReturnType<typeof testWorld>>;
let people: People;
beforeAll(async () => {
  world = await testWorld();
  people = createPeople({
    pool: world.pool,
    log: silentLog,
    readCookie: async () => null,
    access: createAccessTokens({
      secrets: TEST_SECRETS,
      siteUrl: "http://localhost",
      wallMs: () => Date.now(),
    }),
    sealer: createSealer(TEST_SECRETS),
    mailer: { post: () => {}, done: async () => {}, close: async () => {} },
    hasher,
    siteUrl: "http://localhost",
    mailStaysHere: true,
    hooks: { retireAgents: async () => {} },
    providers: [],
    nowMs: () => performance.now(),
    wallMs: () => Date.now(),
  });
});
afterAll(() => world.drop());

const PASSWORD = "a river of seven stones";
const victim = () => addPerson({ pool: world.pool, people }, { passwordHash: PASSWORD });
const enter = (address: string, email: string, password = PASSWORD) =>
  people.signIn({ email, password, client: { address, userAgent: "" } });

test("[PE-16] of 10,000 guesses from 100 addresses a few hundred are looked at, and the owner gets in all the while", async () => {
  const { email } = await victim();
  looked.times = 0;
  for (let round = 0; round < 100; round++) {
    const guesses = Array.from({ length: 100 }, (_, i) => enter(`10.0.0.${i}`, email, `guess ${round}`));
    for (const guess of await Promise.all(guesses)) expect(guess.ok).toBe(false);
  }
  expect(looked.times).toBeLessThanOrEqual(100 * LIMITS.wrongPasswordsPerPairMax);
  expect(looked.times).toBeGreaterThanOrEqual(100);
  // At home, where nobody has failed; an attacker's address stays out even with the right password.
  expect(await enter("192.168.1.7", email)).toMatchObject({ ok: true });
  expect(await enter("10.0.0.3", email)).toMatchObject({ ok: false, code: "rate_limited" });
});

test("[PE-16] who guesses at many accounts from one address is slowed down, and no account is locked by it", async () => {
  const people = await Promise.all(Array.from({ length: 30 }, victim));
  const replies = [];
  for (const { email } of people) {
    for (let i = 0; i < 4; i++) replies.push(await enter("10.9.9.9", email, "guess"));
  }
  const open = replies.filter((reply) => !reply.ok && reply.code === "bad_credentials");
  expect(open).toHaveLength(LIMITS.wrongPasswordsPerAddressMax);
  for (const { email } of people) expect((await enter("192.168.1.8", email)).ok).toBe(true);
});

test("[PE-16] guesses sent all at once are counted before any is looked at", async () => {
  const { email } = await victim();
  looked.times = 0;
  await Promise.all(Array.from({ length: 50 }, () => enter("10.7.7.7", email, "guess")));
  expect(looked.times).toBe(LIMITS.wrongPasswordsPerPairMax);
});

test("[PE-16] right passwords are never used up", async () => {
  const { email } = await victim();
  for (let i = 0; i < 3 * LIMITS.wrongPasswordsPerPairMax; i++) {
    expect((await enter("192.168.1.9", email)).ok).toBe(true);
  }
});

test("[PE-16] a lock holds in every process", async () => {
  const { email } = await victim();
  for (let i = 0; i < LIMITS.wrongPasswordsPerPairMax; i++) await enter("10.8.8.8", email, "guess");
  const elsewhere = createThrottle(world.pool);
  expect((await elsewhere.takePasswordTry("10.8.8.8", email)).ok).toBe(false);
  expect((await elsewhere.takePasswordTry("10.8.8.9", email)).ok).toBe(true);
});
