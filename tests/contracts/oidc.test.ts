import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "#tests/util/free-port.ts";
import { type OidcIssuer, startOidcIssuer } from "#tests/util/oidc-issuer.mjs";
import { addPerson, asPerson } from "#tests/util/people.ts";
import { joinCookies } from "#tests/util/sign-in.ts";
import { NO_PROVIDERS, startTestWeb, type TestWeb } from "#tests/util/test-web.ts";

const CLIENT = { clientId: "borough", clientSecret: "a secret of the issuer and of ours" };
let web: TestWeb;
let issuer: OidcIssuer;

beforeAll(async () => {
  // The issuer warns on its console that it is a test's: plain http, keys of its own.
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const port = await freePort();
  const oidc = { issuer: `http://127.0.0.1:${port}`, name: "House", ...CLIENT };
  web = await startTestWeb({ providers: { ...NO_PROVIDERS, oidc } });
  issuer = await startOidcIssuer({ port, ...CLIENT, redirectUri: `${web.url}/api/auth/callback/oidc` });
});
afterAll(async () => {
  await issuer.close();
  await web.stop();
});

/** Goes the whole way as a browser does, following each redirect; returns where it ends and the city's cookies. */
async function enter(cookies = ""): Promise<{ readonly at: URL; readonly cookie: string }> {
  const csrf = await fetch(`${web.url}/api/auth/csrf`, { headers: { cookie: cookies } });
  const { csrfToken }: { csrfToken: string } = await csrf.json();
  const jars = { city: joinCookies(cookies, csrf.headers.getSetCookie()), issuer: "" };
  const begun = await fetch(`${web.url}/api/auth/signin/oidc`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: web.url, cookie: jars.city },
    body: new URLSearchParams({ csrfToken, callbackUrl: `${web.url}/portal`, json: "true" }),
  });
  jars.city = joinCookies(jars.city, begun.headers.getSetCookie());
  let { url: next }: { url: string } = await begun.json();
  for (let hops = 0; hops < 10; hops++) {
    const jar = next.startsWith(issuer.url) ? "issuer" : "city";
    const reply = await fetch(next, { redirect: "manual", headers: { cookie: jars[jar] } });
    jars[jar] = joinCookies(jars[jar], reply.headers.getSetCookie());
    const location = reply.headers.get("location");
    if (location === null) break;
    next = new URL(location, next).href;
  }
  return { at: new URL(next), cookie: jars.city };
}

const accountOf = async (cookie: string) => (await asPerson(web, cookie)("GET", "/account")).json();

test("[PE-9] a person whom the issuer vouches for has an account by the code flow, and the same one the next time", async () => {
  issuer.claims = { sub: "ada", email: "Ada@house.example", email_verified: true, name: "Ada" };
  const first = await enter();
  expect(first.at.pathname).toBe("/portal");
  const account = await accountOf(first.cookie);
  expect(account).toMatchObject({
    name: "Ada",
    email: "ada@house.example",
    verified: true,
    has_password: false,
  });
  const again = await accountOf((await enter()).cookie);
  expect(again.id).toBe(account.id);
});

test("[PE-9] an address the issuer does not vouch for makes no account and enters none", async () => {
  issuer.claims = { sub: "eve", email: "ada@house.example", email_verified: false, name: "Eve" };
  const { at, cookie } = await enter();
  expect(at.pathname + at.search).toBe("/sign-in?error=email_unverified");
  expect((await asPerson(web, cookie)("GET", "/account")).status).toBe(401);
  issuer.claims = { ...issuer.claims, email: "eve@house.example" };
  expect((await enter()).at.searchParams.get("error")).toBe("email_unverified");
});

test("[PE-9] an account of the same address is entered only when its own address was confirmed, too", async () => {
  const known = await addPerson(web);
  issuer.claims = { sub: "known", email: known.email, email_verified: true, name: "Known" };
  await web.pool.query("UPDATE app_user SET email_verified_at = NULL WHERE id = $1", [known.userId]);
  expect((await enter()).at.searchParams.get("error")).toBe("email_unverified");
  await web.pool.query("UPDATE app_user SET email_verified_at = now() WHERE id = $1", [known.userId]);
  expect(await accountOf((await enter()).cookie)).toMatchObject({ email: known.email });
});

test("[PE-9] who is signed in joins an identity only after proving who they are, and nobody takes another's", async () => {
  const [one, two] = [await addPerson(web), await addPerson(web)];
  issuer.claims = { sub: "joined", email: "elsewhere@house.example", email_verified: false, name: "One" };
  await web.pool.query("UPDATE user_session SET proven_at = now() - interval '1 hour' WHERE user_id = $1", [
    one.userId,
  ]);
  const unproven = await enter(one.cookie);
  expect(unproven.at.pathname + unproven.at.search).toBe("/account?error=proof_required");
  await web.pool.query("UPDATE user_session SET proven_at = now() WHERE user_id = $1", [one.userId]);
  web.people.sessions.forget(one.userId);
  expect(await accountOf((await enter(one.cookie)).cookie)).toMatchObject({ email: one.email });
  expect((await enter(two.cookie)).at.searchParams.get("error")).toBe("identity_taken");
  expect(await accountOf((await enter()).cookie)).toMatchObject({ email: one.email });
});

test("[PE-9] a reply of the issuer that this browser did not ask for is refused", async () => {
  const forged = await fetch(`${web.url}/api/auth/callback/oidc?code=stolen&state=guessed`, {
    redirect: "manual",
  });
  expect(new URL(forged.headers.get("location") ?? "", web.url).searchParams.get("error")).not.toBeNull();
  expect(forged.headers.getSetCookie().join()).not.toContain("session-token=ey");
});
