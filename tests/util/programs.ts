import { createAccessTokens } from "#server/auth/access-token.ts";
import { newRefreshToken } from "#server/auth/refresh-token.ts";
import { TEST_SECRETS, type TestWeb } from "./test-web.ts";

/** What a program is given. */
export interface Tokens {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly refresh_token: string;
}

/** Sends a request as a program does: no cookie, no origin. */
export function asProgram(
  { url }: Pick<TestWeb, "url">,
  token: string | null,
): (method: string, path: string, body?: unknown) => Promise<Response> {
  return (method, path, body) =>
    fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
}

/** Signs a program in, straight: signing in by password is for tests of just that. */
export async function addProgram(
  { people, url }: Pick<TestWeb, "people" | "url">,
  userId: number,
  mfa = false,
): Promise<{ readonly sessionId: string; readonly access: string; readonly refresh: string }> {
  const refresh = newRefreshToken();
  const program = { name: "a test's program", refreshHash: refresh.hash, mfa };
  const client = { address: "127.0.0.1", userAgent: "a test" };
  const sessionId = await people.sessions.beginProgram(userId, client, refresh.family, program);
  const tokens = createAccessTokens({ secrets: TEST_SECRETS, siteUrl: url, wallMs: () => Date.now() });
  const access = await tokens.issue({ userId, sessionId });
  return { sessionId, access, refresh: refresh.text };
}
