import type { AuthOptions } from "next-auth";
import { z } from "zod";
import { assert } from "#city/assert.ts";
import type { ClientSettings, ProviderSettings } from "#server/env.ts";

type Provider = AuthOptions["providers"][number];

/** What a provider says of somebody, as our sign-in takes it. */
export const profileSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  emailVerified: z.boolean(),
});

/** next-auth's providers for where else people may sign in. */
export function authProviders({ github, google, oidc }: ProviderSettings): AuthOptions["providers"] {
  return [
    ...(github === null ? [] : [githubProvider(github)]),
    ...(google === null ? [] : [openIdProvider("google", "Google", "https://accounts.google.com", google)]),
    ...(oidc === null ? [] : [openIdProvider("oidc", oidc.name, oidc.issuer.replace(/\/+$/, ""), oidc)]),
  ];
}

const claims = z.object({
  sub: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
});

/** Any OpenID Connect issuer: its own document says where everything is. */
function openIdProvider(
  id: string,
  name: string,
  issuer: string,
  { clientId, clientSecret }: ClientSettings,
): Provider {
  return {
    id,
    name,
    type: "oauth",
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    clientId,
    clientSecret,
    userinfo: {
      // Many issuers leave the address out of the id token.
      request: async ({ client, tokens }) => {
        const proven = claimsOf(tokens.id_token ?? "");
        const told = await client.userinfo(tokens.access_token ?? "");
        // Only the id token is signed: what is told beside it must be about the same person.
        assert(told.sub === proven.sub, "id token and userinfo speak of one person");
        return { ...told, ...proven };
      },
    },
    profile: (profile: unknown) => {
      const { sub, name: called, email, email_verified: emailVerified = false } = claims.parse(profile);
      return { id: sub, name: called ?? null, email: email ?? null, emailVerified };
    },
  };
}

/** Claims of an id token whose signature was checked before. */
function claimsOf(idToken: string): z.output<typeof claims> {
  const body = Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString("utf8");
  return claims.parse(JSON.parse(body));
}

const githubUser = z.object({ id: z.number(), login: z.string(), name: z.string().nullish() });
const githubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** GitHub speaks OAuth2 only, and tells on another address which e-mail addresses are confirmed. */
function githubProvider({ clientId, clientSecret }: ClientSettings): Provider {
  return {
    id: "github",
    name: "GitHub",
    type: "oauth",
    issuer: "https://github.com/login/oauth",
    authorization: {
      url: "https://github.com/login/oauth/authorize",
      params: { scope: "read:user user:email" },
    },
    token: "https://github.com/login/oauth/access_token",
    checks: ["pkce", "state"],
    clientId,
    clientSecret,
    userinfo: {
      url: "https://api.github.com/user",
      request: async ({ client, tokens }) => {
        const token = tokens.access_token ?? "";
        const reply = await fetch("https://api.github.com/user/emails", {
          headers: { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" },
          signal: AbortSignal.timeout(10_000),
        });
        const emails: unknown = reply.ok ? await reply.json() : [];
        return { ...(await client.userinfo(token)), ...githubAddress(emails) };
      },
    },
    profile: (profile: unknown) => {
      const { id, login, name } = githubUser.parse(profile);
      return { id: String(id), name: name ?? login, ...address.parse(profile) };
    },
  };
}

const address = z.object({ email: z.string().optional(), emailVerified: z.boolean() });

/** The address somebody uses at GitHub: the primary one, and whether it is confirmed. */
export function githubAddress(emails: unknown): z.output<typeof address> {
  const parsed = githubEmails.safeParse(emails);
  const primary = parsed.success ? parsed.data.find((one) => one.primary) : undefined;
  return {
    ...(primary === undefined ? {} : { email: primary.email }),
    emailVerified: primary?.verified ?? false,
  };
}
