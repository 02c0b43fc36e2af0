import { expect, test } from "vitest";
import { addPerson, asPerson, sessionCookie } from "#tests/util/people.ts";
import { startTestWeb } from "#tests/util/test-web.ts";
import { sessionCookieReader } from "./session-cookie.next.ts";

const NEW = "the secret now, of more than 32 characters too";
const OLD = "the secret before, of more than 32 characters";

test("[PE-11] a change of the secret signs nobody out while the one before is known", async () => {
  const web = await startTestWeb({ secrets: [NEW, OLD] });
  const { userId } = await addPerson(web);
  const secret = await web.people.sessions.begin(userId, { address: "", userAgent: "" });
  const withOld = await sessionCookie(secret, OLD);
  expect((await asPerson(web, withOld)("GET", "/account")).status).toBe(200);
  const session = await fetch(`${web.url}/api/auth/session`, { headers: { cookie: withOld } });
  expect(await session.json()).toMatchObject({ user: { name: "Ada" } });
  // The cookie goes on under the new one.
  const renewed = /session-token=([^;]+)/.exec(session.headers.getSetCookie().join())?.[1];
  const read = sessionCookieReader([NEW], web.url);
  expect(await read(`next-auth.session-token=${renewed}`)).toBe(secret);
  expect(await read(withOld)).toBeNull();
  await web.stop();
});

test("[PE-1] over https the cookie has the name that browsers send back over https alone", async () => {
  const read = sessionCookieReader([NEW], "https://city.example.org");
  const plain = await sessionCookie("secret", NEW);
  expect(await read(plain)).toBeNull();
  expect(await read(plain.replace("next-auth", "__Secure-next-auth"))).toBe("secret");
});
