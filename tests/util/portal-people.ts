import { Secret, TOTP } from "otpauth";
import type { BrowserContext } from "playwright-core";
import { asPerson } from "./people.ts";
import type { RunningCity } from "./running-city.ts";
import { signIn } from "./sign-in.ts";
import { waitFor } from "./wait-for.ts";

const PASSWORD = "lanterns over the quiet canal";

/** Somebody with an account in a running city, signed in. */
export interface PortalPerson {
  readonly id: string;
  readonly email: string;
  /** Cookie header. */
  readonly cookie: string;
  readonly send: ReturnType<typeof asPerson>;
}

/** Signs somebody up, by mail or with the first administrator's token, and in. `url` is the city's own address. */
export async function newPortalPerson(url: string, name: string, token?: string): Promise<PortalPerson> {
  const email = `${name.toLowerCase()}@example.org`;
  const stranger = asPerson({ url }, null);
  const body = { email, password: PASSWORD, name, ...(token === undefined ? {} : { token }) };
  await expectStatus(await stranger("POST", "/account/sign-up", body), 202);
  if (token === undefined) {
    const link = await mailedToken(url, email);
    await expectStatus(await stranger("POST", "/account/verify", { token: link }), 200);
  }
  const { cookie, error } = await signIn({ url }, email, PASSWORD);
  if (error !== null) throw new Error(`${email} cannot sign in: ${error}`);
  const send = asPerson({ url }, cookie);
  const { id } = (await (await send("GET", "/account")).json()) as { readonly id: string };
  return { id, email, cookie, send };
}

/** The token with which the first admin signs up, as the launcher prints it. */
export async function adminTokenOf(city: Pick<RunningCity, "output">): Promise<string> {
  const find = () => /sign-up\?token=([\w-]+)/.exec(city.output())?.[1];
  await waitFor(async () => find() !== undefined, {
    limitMs: 30_000,
    what: () => `the launcher to tell how to become admin\n${city.output().slice(-2_000)}`,
  });
  return find() ?? "";
}

/** Sets up the second factor, and gives it in this session. */
export async function giveSecondFactor({ send }: PortalPerson): Promise<void> {
  const begun = (await (await send("POST", "/account/mfa/begin")).json()) as { readonly secret: string };
  const code = TOTP.generate({ secret: Secret.fromBase32(begun.secret) });
  await expectStatus(await send("POST", "/account/mfa/confirm", { code }), 200);
}

/** Lets a browser go on as this person; null: as nobody. */
export async function becomeIn(
  context: BrowserContext,
  url: string,
  person: PortalPerson | null,
): Promise<void> {
  await context.clearCookies();
  const pairs = person?.cookie.split("; ") ?? [];
  await context.addCookies(
    pairs.map((pair) => {
      const split = pair.indexOf("=");
      return { name: pair.slice(0, split), value: pair.slice(split + 1), url };
    }),
  );
}

/** Throws with the answer's own words if it is not the one meant. */
export async function expectStatus(reply: Response, status: number): Promise<Response> {
  if (reply.status === status) return reply;
  throw new Error(`${reply.url} answered ${reply.status}, not ${status}: ${await reply.text()}`);
}

async function mailedToken(url: string, email: string): Promise<string> {
  let found: string | undefined;
  await waitFor(
    async () => {
      const reply = await asPerson({ url }, null)("GET", "/account/outbox");
      const { mails } = (await reply.json()) as { readonly mails: readonly Mail[] };
      const mail = mails.find(({ recipient }) => recipient === email);
      found = /token=([\w-]+)/.exec(mail?.text ?? "")?.[1];
      return found !== undefined;
    },
    { limitMs: 20_000, what: () => `mail to ${email}` },
  );
  return found ?? "";
}

interface Mail {
  readonly recipient: string;
  readonly text: string;
}
