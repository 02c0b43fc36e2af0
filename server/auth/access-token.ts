import { createHash, hkdfSync } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";

/** Short-lived tokens (JWT) that programs of people send with each request. */
export interface AccessTokens {
  /** Signs a token that names a person's session. */
  issue(session: { readonly userId: number; readonly sessionId: string }): Promise<string>;
  /** The session that a token names; null when we did not make it, or it was changed or is too old. What may be done, the session's row says. */
  sessionIdOf(token: string): Promise<string | null>;
}

export interface AccessTokensOptions {
  /** The first signs; tokens of all of them are read. */
  readonly secrets: readonly [string, ...string[]];
  /** The address people open: who issues the tokens, and whom they are for. */
  readonly siteUrl: string;
  /** The wall clock, ms since 1970. */
  readonly wallMs: () => number;
}

const ALGORITHM = "HS256";
/** Says in the header what it is (RFC 9068): nothing else that we sign passes for one. */
const TYPE = "at+jwt";

export function createAccessTokens({ secrets, siteUrl, wallMs }: AccessTokensOptions): AccessTokens {
  const [first, ...others] = secrets;
  const current = deriveKey(first);
  const keys = new Map([current, ...others.map(deriveKey)].map(({ id, key }) => [id, key]));
  const audience = `${siteUrl}/api/v1`;

  function keyOf(id: string | undefined): Uint8Array {
    const key = keys.get(id ?? "");
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    return key;
  }

  return {
    issue({ userId, sessionId }) {
      const nowS = Math.floor(wallMs() / 1000);
      return new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: current.id })
        .setIssuer(siteUrl)
        .setAudience(audience)
        .setSubject(formatId("usr", MAIN_WORLD, userId))
        .setIssuedAt(nowS)
        .setExpirationTime(nowS + LIMITS.accessTokenSeconds)
        .sign(current.key);
    },
    async sessionIdOf(token) {
      const read = await jwtVerify(token, ({ kid }) => keyOf(kid), {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer: siteUrl,
        audience,
        requiredClaims: ["sub", "sid", "exp"],
        currentDate: new Date(wallMs()),
      }).catch(() => null);
      return typeof read?.payload.sid === "string" ? read.payload.sid : null;
    },
  };
}

function deriveKey(secret: string): { readonly id: string; readonly key: Uint8Array } {
  const key = new Uint8Array(hkdfSync("sha256", secret, "", "borough access token 1", 32));
  return { id: createHash("sha256").update(key).digest("base64url").slice(0, 8), key };
}
