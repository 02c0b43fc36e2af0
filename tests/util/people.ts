import { encode } from "next-auth/jwt";
import { assertExists } from "#city/assert.ts";
import { hashSecret } from "#server/auth/secret-token.ts";
import { insertPerson } from "#server/db/person-store.ts";
import { TEST_SECRETS, type TestWeb } from "./test-web.ts";

/** A person in a test, signed in. */
export interface TestPerson {
  readonly userId: number;
  readonly email: string;
  /** Cookie header of their session. */
  readonly cookie: string;
}

export interface TestPersonOptions {
  readonly name?: string;
  readonly role?: string;
  readonly plan?: string;
  /** The second factor is set up, and given in this session. */
  readonly mfa?: boolean;
  /** argon2id hash; without one they cannot sign in by password. */
  readonly passwordHash?: string;
}

let people = 0;

/** Makes a person with a session, straight in the database: signing up and in is for tests of just that. */
export async function addPerson(
  web: Pick<TestWeb, "pool" | "people">,
  { name = "Ada", role = "owner", plan = "free", mfa = false, passwordHash }: TestPersonOptions = {},
): Promise<TestPerson> {
  const email = `person-${++people}@example.org`;
  const made = await insertPerson(web.pool, {
    email,
    name,
    locale: null,
    passwordHash: passwordHash ?? null,
    adminToken: null,
    identity: { provider: "test", subject: email },
    link: hashSecret(email),
    address: "127.0.0.1",
  });
  const { userId } = assertExists(made, "the address is new");
  await web.pool.query(
    "UPDATE app_user SET role = $2, plan = $3, mfa_enabled_at = CASE WHEN $4 THEN now() END WHERE id = $1",
    [userId, role, plan, mfa],
  );
  const secret = await web.people.sessions.begin(userId, { address: "127.0.0.1", userAgent: "a test" });
  if (mfa) await web.pool.query("UPDATE user_session SET mfa_at = now() WHERE user_id = $1", [userId]);
  return { userId, email, cookie: await sessionCookie(secret) };
}

/** Cookie header that names a session. */
export async function sessionCookie(secret: string, signedWith: string = TEST_SECRETS[0]): Promise<string> {
  return `next-auth.session-token=${await encode({ token: { sid: secret }, secret: signedWith })}`;
}

/** Sends a request as the city's own pages do. */
export function asPerson(
  web: Pick<TestWeb, "url">,
  cookie: string | null,
): (method: string, path: string, body?: unknown) => Promise<Response> {
  return (method, path, body) =>
    fetch(`${web.url}/api/v1${path}`, {
      method,
      headers: {
        origin: web.url,
        ...(cookie === null ? {} : { cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
}
