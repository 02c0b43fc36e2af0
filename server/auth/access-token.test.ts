import { hkdfSync } from "node:crypto";
import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { TEST_SECRETS } from "#tests/util/test-web.ts";
import { createAccessTokens } from "./access-token.ts";

const NOW_MS = Date.UTC(2030, 0, 1);
const SITE = "https://city.example.org";
const OLD = "the secret before, of more than 32 characters";
const make = (
  secrets: readonly [string, ...string[]] = TEST_SECRETS,
  { siteUrl = SITE, nowMs = NOW_MS }: { siteUrl?: string; nowMs?: number } = {},
) => createAccessTokens({ secrets, siteUrl, wallMs: () => nowMs });
const session = { userId: 1_000_000_000, sessionId: "abcdefghijkl" };
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const read = (token: string, at = 0): unknown =>
  JSON.parse(Buffer.from(token.split(".")[at] ?? "", "base64url").toString());

test("[PE-25] a token says who issued it, for what, for whom, and in which session, and nothing else", async () => {
  const token = await make().issue(session);
  const iat = NOW_MS / 1000;
  expect(read(token)).toEqual({ alg: "HS256", typ: "at+jwt", kid: expect.any(String) });
  expect(read(token, 1)).toEqual({
    iss: SITE,
    aud: `${SITE}/api/v1`,
    sub: expect.stringMatching(/^usr_/),
    sid: session.sessionId,
    iat,
    exp: iat + LIMITS.accessTokenSeconds,
  });
  expect(await make().sessionIdOf(token)).toBe(session.sessionId);
});

test("[PE-25] it ends on time, and is read with the secret before, but not with another's or for another city", async () => {
  const token = await make().issue(session);
  const later = (seconds: number) => make(TEST_SECRETS, { nowMs: NOW_MS + seconds * 1000 });
  expect(await later(LIMITS.accessTokenSeconds - 1).sessionIdOf(token)).toBe(session.sessionId);
  expect(await later(LIMITS.accessTokenSeconds).sessionIdOf(token)).toBeNull();
  expect(await make([TEST_SECRETS[0], OLD]).sessionIdOf(await make([OLD]).issue(session))).toBe(
    session.sessionId,
  );
  expect(await make([OLD]).sessionIdOf(token)).toBeNull();
  expect(await make(TEST_SECRETS, { siteUrl: "https://other.example.org" }).sessionIdOf(token)).toBeNull();
});

test("[PE-25] no altered token counts, whichever character was changed", async () => {
  const token = await make().issue(session);
  for (let at = 0; at < token.length; at++) {
    // The last one of a part may stand for bits that are not there: those are the only changes without meaning.
    if ([".", undefined].includes(token[at + 1]) || token[at] === ".") continue;
    const other = token[at] === "A" ? "B" : "A";
    const altered = token.slice(0, at) + other + token.slice(at + 1);
    expect(await make().sessionIdOf(altered), `character ${at}`).toBeNull();
  }
});

test("[PE-25] neither alg none, nor a foreign secret, an empty one, another algorithm, type or audience passes", async () => {
  const token = await make().issue(session);
  const [head, body, signature] = token.split(".");
  const { kid } = Object(read(token));
  const claims = Object(read(token, 1));
  const ours = new Uint8Array(hkdfSync("sha256", TEST_SECRETS[0], "", "borough access token 1", 32));
  const signed = (header: object, key = ours, more: object = {}) =>
    new SignJWT({ ...claims, ...more })
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid, ...header })
      .sign(key);
  const key = (text: string) => new TextEncoder().encode(text);
  const forged = [
    `${part({ alg: "none", typ: "at+jwt", kid })}.${body}.`,
    `${part({ alg: "none", typ: "at+jwt", kid })}.${body}.${signature}`,
    `${part({ alg: "HS256", typ: "at+jwt", kid })}.${body}.`,
    `${head}.${part({ ...claims, sid: "somebody" })}.${signature}`,
    await signed({}, key("a foreign secret, of more than 32 characters")),
    await signed({}, key(TEST_SECRETS[0])),
    await signed({ kid: "unknown" }),
    await signed({ kid: "unknown" }, new Uint8Array(1)),
    await signed({ kid: undefined }),
    await signed({ alg: "HS512" }),
    await signed({ typ: "JWT" }),
    await signed({ typ: undefined }),
    await signed({}, ours, { aud: SITE }),
    await signed({}, ours, { iss: "https://other.example.org" }),
    await signed({}, ours, { exp: undefined }),
    await signed({}, ours, { sid: 7 }),
    "",
    "..",
    "a.b.c",
    `${token}.`,
  ];
  for (const one of forged) expect(await make().sessionIdOf(one), one).toBeNull();
  expect(await make().sessionIdOf(await signed({}))).toBe(session.sessionId);
});
