import type { AuthOptions, User } from "next-auth";
import * as nextAuthModule from "next-auth/next";
import { assert } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import type { Log } from "#server/telemetry/log.ts";
import { ADDRESS_HEADER } from "./address-header.ts";
import { profileSchema } from "./auth-providers.next.ts";
import type { People } from "./people.ts";
import { isSameOrigin } from "./same-origin.ts";
import { decodeWithAny } from "./session-cookie.next.ts";
import type { Client } from "./sessions.ts";

/** Answers what comes to /api/auth: next-auth's own door, with our rules behind it. */
export type AuthPages = (request: Request) => Promise<Response>;

export interface AuthPagesOptions {
  readonly people: People;
  /** The first signs cookies. */
  readonly secrets: readonly [string, ...string[]];
  readonly providers: AuthOptions["providers"];
  readonly log: Log;
}

/** Builds the door. It speaks with the web's Request and Response, so it runs in a page's process and in a test alike. */
export function createAuthPages(options: AuthPagesOptions): AuthPages {
  const { people, secrets } = options;
  const origin = new URL(people.siteUrl).origin;
  return async (request) => {
    if (request.method === "POST" && !isSameOrigin(sentBy(request.headers), origin)) {
      return Response.json({ error: "cross_site" }, { status: 403 });
    }
    const client = clientOf(request.headers);
    const cookie = request.headers.get("cookie") ?? undefined;
    return answer(request, {
      secret: secrets[0],
      session: { strategy: "jwt", maxAge: LIMITS.sessionSeconds },
      // Or next-auth would throw away cookies that the secret before made.
      jwt: { decode: async ({ token }) => (token === undefined ? null : decodeWithAny(secrets, token)) },
      pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
      providers: [passwordProvider(people, client), ...options.providers],
      callbacks: callbacks(people, client, cookie),
      events: {
        signOut: async ({ token }) => {
          if (typeof token.sid === "string") await people.sessions.end(token.sid);
        },
      },
      logger: quietLogger(options.log),
    });
  };
}

function sentBy(headers: Headers) {
  return { origin: headers.get("origin"), fetchSite: headers.get("sec-fetch-site") };
}

function clientOf(headers: Headers): Client {
  return { address: headers.get(ADDRESS_HEADER) ?? "", userAgent: headers.get("user-agent") ?? "" };
}

/** What our own sign-in hands to the callback that makes the cookie. */
type SignedIn = User & { readonly sid: string };

function passwordProvider(people: People, client: Client): AuthOptions["providers"][number] {
  return {
    id: "credentials",
    name: "password",
    type: "credentials",
    credentials: {},
    authorize: async (given) => {
      const { email, password } = Object.fromEntries(Object.entries(given ?? {}));
      if (typeof email !== "string" || typeof password !== "string") throw new Error("bad_credentials");
      const entered = await people.signIn({ email, password, client });
      // The code is all that next-auth carries to the sign-in page.
      if (!entered.ok) throw new Error(entered.code);
      const user: SignedIn = { id: String(entered.value.userId), sid: entered.value.secret };
      return user;
    },
  };
}

/** What one request is about; next-auth asks its callbacks one after another. */
function callbacks(people: People, client: Client, cookie: string | undefined): AuthOptions["callbacks"] {
  const carrier = { headers: { cookie } };
  const entered: { secret: string | null } = { secret: null };
  return {
    async signIn({ user, account }) {
      if (account?.type === "oauth") {
        const current = await people.sessionOf(carrier);
        const { id: subject, name = null, email = null, emailVerified } = profileSchema.parse(user);
        const identity = { provider: account.provider, subject, name, email, emailVerified };
        const done = await people.signInByIdentity({ identity, client, current });
        const page = current === null ? "/sign-in" : "/account";
        if (!done.ok) return `${people.siteUrl}${page}?error=${done.code}`;
        entered.secret = done.value.secret;
      } else if ("sid" in user && typeof user.sid === "string") {
        entered.secret = user.sid;
      }
      // A browser that signs in anew leaves its session before.
      const before = await people.secretOf(carrier);
      if (before !== null) await people.sessions.end(before);
      return entered.secret !== null;
    },
    // Nothing else goes into the cookie: the session's row decides who this is.
    jwt: async ({ token }) => ({ sid: entered.secret ?? token.sid }),
    async session({ session, token }) {
      const found = typeof token.sid === "string" ? await people.sessions.find(token.sid) : null;
      const user = found === null ? undefined : { name: found.name, email: found.email };
      return { expires: session.expires, ...(user === undefined ? {} : { user }) };
    },
  };
}

/** Codes only: what next-auth knows of an error may hold tokens. */
function quietLogger(log: Log): AuthOptions["logger"] {
  return {
    error: (code) => log.warn({ code }, "signing in failed"),
    warn: (code) => log.debug({ code }, "next-auth warns"),
    debug: () => {},
  };
}

/** next-auth as it takes requests of pages: the part of it that does not need to run inside Next. */
async function answer(request: Request, options: AuthOptions): Promise<Response> {
  const url = new URL(request.url);
  const reply = new Reply();
  const handler = unwrap(nextAuthModule.default);
  await handler(
    {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      cookies: cookiesOf(request.headers.get("cookie") ?? ""),
      query: { ...Object.fromEntries(url.searchParams), nextauth: url.pathname.split("/").slice(3) },
      body: await bodyOf(request),
    },
    reply,
    options,
  );
  return reply.toResponse();
}

type Handler = (request: object, reply: Reply, options: AuthOptions) => Promise<unknown>;

/** Node sees the module's exports as its default, bundlers see the default itself. */
function unwrap(module: unknown): Handler {
  const found =
    typeof module === "object" && module !== null && "default" in module ? module.default : module;
  assert(typeof found === "function", "next-auth exports its handler");
  return found as Handler;
}

function cookiesOf(header: string): Record<string, string> {
  const pairs = header.split(";").flatMap((pair) => {
    const split = pair.indexOf("=");
    return split < 0 ? [] : [[pair.slice(0, split).trim(), decode(pair.slice(split + 1).trim())] as const];
  });
  return Object.fromEntries(pairs);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function bodyOf(request: Request): Promise<Record<string, unknown>> {
  if (request.method !== "POST") return {};
  const text = await request.text();
  if (text.length > LIMITS.requestBodyBytesMax) return {};
  if (!(request.headers.get("content-type") ?? "").includes("json")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** As much of a page's response as next-auth uses. */
class Reply {
  readonly #headers = new Headers();
  #status = 200;
  #body: string | null = null;

  status(code: number): this {
    this.#status = code;
    return this;
  }

  getHeader(name: string): string | string[] | undefined {
    return name.toLowerCase() === "set-cookie"
      ? this.#headers.getSetCookie()
      : (this.#headers.get(name) ?? undefined);
  }

  setHeader(name: string, value: string | readonly string[]): this {
    this.#headers.delete(name);
    for (const one of [value].flat()) this.#headers.append(name, one);
    return this;
  }

  json(value: unknown): void {
    this.#headers.set("content-type", "application/json");
    this.#body = JSON.stringify(value);
  }

  send(value: unknown): void {
    if (typeof value === "string") this.#body = value;
    else if (value !== undefined) this.json(value);
  }

  end(): void {}

  toResponse(): Response {
    this.#headers.set("cache-control", "no-store");
    return new Response(this.#body, { status: this.#status, headers: this.#headers });
  }
}
