import type { TestWeb } from "./test-web.ts";

/** What came of signing in: a cookie header, or the error that the sign-in page is told. */
export interface SignInReply {
  readonly status: number;
  readonly cookie: string;
  readonly error: string | null;
  readonly setCookies: readonly string[];
}

/** Signs in by password as next-auth's own client does, with the cookies a browser has already. */
export async function signIn(
  { url }: Pick<TestWeb, "url">,
  email: string,
  password: string,
  cookies = "",
): Promise<SignInReply> {
  const csrf = await fetch(`${url}/api/auth/csrf`, { headers: { cookie: cookies } });
  const { csrfToken }: { csrfToken: string } = await csrf.json();
  const jar = joinCookies(cookies, csrf.headers.getSetCookie());
  const reply = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: url, cookie: jar, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  const body: { url?: string } = await reply.json();
  const setCookies = reply.headers.getSetCookie();
  const error = new URL(body.url ?? url, url).searchParams.get("error");
  return { status: reply.status, cookie: joinCookies(jar, setCookies), error, setCookies };
}

/** Cookies as a browser sends them after it was given more; what is emptied is gone. */
export function joinCookies(before: string, setCookies: readonly string[]): string {
  const jar = new Map<string, string>();
  for (const pair of [...before.split("; "), ...setCookies.map((line) => line.split(";", 1)[0] ?? "")]) {
    const split = pair.indexOf("=");
    if (split > 0) jar.set(pair.slice(0, split), pair.slice(split + 1));
  }
  return [...jar].flatMap(([name, value]) => (value === "" ? [] : [`${name}=${value}`])).join("; ");
}
