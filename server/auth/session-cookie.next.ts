import { decode, type JWT } from "next-auth/jwt";
import type { ReadSessionCookie } from "./people.ts";

/** Name of the cookie that next-auth keeps the session in; browsers take the second only over https. */
export function sessionCookieName(siteUrl: string): string {
  return siteUrl.startsWith("https://") ? "__Secure-next-auth.session-token" : "next-auth.session-token";
}

/** Reads cookies that next-auth made with one of the secrets. */
export function sessionCookieReader(secrets: readonly string[], siteUrl: string): ReadSessionCookie {
  const name = sessionCookieName(siteUrl);
  return async (header) => {
    const token = cookieOf(header, name);
    const content = token === null ? null : await decodeWithAny(secrets, token);
    return typeof content?.sid === "string" ? content.sid : null;
  };
}

/** What a token holds, whichever of the secrets made it; null when none did, or when it is too old. */
export async function decodeWithAny(secrets: readonly string[], token: string): Promise<JWT | null> {
  for (const secret of secrets) {
    const content = await decode({ token, secret }).catch(() => null);
    if (content !== null) return content;
  }
  return null;
}

function cookieOf(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? "").split(";")) {
    const split = pair.indexOf("=");
    if (pair.slice(0, split).trim() === name) return pair.slice(split + 1).trim();
  }
  return null;
}
