import { randomUUID } from "node:crypto";
import { LIMITS } from "#city/limits.ts";
import type { OrderView, ParcelPage } from "#city/protocol/estate-views.ts";
import { expectStatus, type PortalPerson } from "#tests/util/portal-people.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import type { PageIds } from "./pages.ts";
import { PAYLOADS, payloadsIn, payloadsUpTo } from "./payloads.ts";

/** What a person writes into the fields of the portal. */
export interface Words {
  /** The n-th text of at most so many characters. */
  short(n: number, charsMax: number): string;
  /** A text that fills a large field. */
  long(charsMax: number): string;
}

export const MARKUP_WORDS: Words = {
  short: (n, charsMax) => {
    const fitting = payloadsUpTo(charsMax);
    return fitting[n % fitting.length] ?? PAYLOADS[0] ?? "";
  },
  long: payloadsIn,
};

/** Words that a person would write, for pictures. */
export const PLAIN_WORDS: Words = {
  short: (n) =>
    ["Juno", "Harbour House", "Open all day", "laptop", "Good morning, neighbours!", "garden"][n % 6] ?? "",
  long: () => "Curious about everybody on the street, up early, home before the lamps go on.",
};

/** Fills every field that a person or an agent of theirs can fill; the ids of what came of it. */
export async function settle(url: string, person: PortalPerson, words: Words, id = "x"): Promise<PageIds> {
  const agent = await makeAgent(url, person, words);
  await makeDrafts(person, words);
  const parcel = await claimAndDress(url, person, words);
  for (const [n, path] of [words.short(1, 40), words.short(2, 40)].entries()) {
    const hook = `https://example.org/${id}${n}?a=${encodeURIComponent(path)}`;
    await expectStatus(await person.send("POST", "/webhooks", { url: hook }), 201);
  }
  return { agent, parcel };
}

/** An agent with all that is told of it, which has said something and said why. */
async function makeAgent(url: string, { send }: PortalPerson, words: Words): Promise<string> {
  const draft = await json<{ draft_id: string }>(send("POST", "/agents/drafts"), 201);
  const content = {
    name: words.short(0, LIMITS.agentNameCharsMax),
    persona: words.long(LIMITS.personaCharsMax),
    goals: words.long(LIMITS.goalsCharsMax),
    key_name: words.short(3, LIMITS.keyNameCharsMax),
  };
  await expectStatus(await send("PATCH", `/agents/drafts/${draft.draft_id}`, { step: "live", content }), 200);
  const live = await json<{ agent_id: string; key: string }>(
    send("POST", `/agents/drafts/${draft.draft_id}/live`),
    201,
  );
  await expectStatus(
    await send("POST", `/agents/${live.agent_id}/keys`, { name: words.short(9, LIMITS.keyNameCharsMax) }),
    201,
  );
  await speak(url, live.key, words);
  return live.agent_id;
}

async function speak(url: string, key: string, words: Words): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const observation = `${url}/api/v1/me/observation`;
  await waitFor(async () => (await fetch(observation, { headers })).ok, {
    limitMs: 30_000,
    what: () => "the agent to be in the city",
  });
  for (let n = 0; n < LIMITS.actionsWaitingMax; n++) {
    const body = JSON.stringify({
      action: "say",
      parameters: { text: words.short(4 + 30 * n, LIMITS.speechCharsMax) },
      reasoning: words.long(LIMITS.reasoningCharsMax),
      confidence: 0.8,
      idempotency_key: randomUUID(),
    });
    await expectStatus(await fetch(`${url}/api/v1/me/actions`, { method: "POST", headers, body }), 202);
  }
}

/** Wizards that were begun, of every kind. */
async function makeDrafts({ send }: PortalPerson, words: Words): Promise<void> {
  for (const kind of ["model", "code"]) {
    const draft = await json<{ draft_id: string }>(send("POST", "/agents/drafts"), 201);
    const content = {
      kind,
      name: words.short(5, 100),
      persona: words.long(LIMITS.personaCharsMax),
      goals: words.long(LIMITS.goalsCharsMax),
      program: words.long(LIMITS.programCharsMax),
      key_name: words.short(6, 100),
      model: {
        provider: "compatible",
        model: words.short(7, LIMITS.modelNameCharsMax),
        temperature: 1,
        base_url: words.short(39, LIMITS.modelAddressCharsMax),
        key: "own",
      },
    };
    await expectStatus(
      await send("PATCH", `/agents/drafts/${draft.draft_id}`, { step: "mind", content }),
      200,
    );
  }
}

/** The cheapest home, claimed and dressed. */
async function claimAndDress(url: string, person: PortalPerson, words: Words): Promise<string> {
  const page = await json<ParcelPage>(
    fetch(`${url}/api/v1/parcels?sort=price&use=home&state=unowned&limit=1`),
    200,
  );
  const parcel = page.parcels[0]?.id ?? "";
  await giveOrder(person, parcel, "claim", {});
  await giveOrder(person, parcel, "dress", {
    title: words.short(1, LIMITS.deedTitleCharsMax),
    sign: words.short(2, LIMITS.deedSignCharsMax),
    colour: "#b0562f",
  });
  return parcel;
}

/** Gives an order about a parcel and waits until it is applied. Throws when it is refused. */
export async function giveOrder(
  { send }: PortalPerson,
  parcel: string,
  order: string,
  parameters: object,
): Promise<void> {
  const body = { order, parameters, idempotency_key: randomUUID() };
  // The purse is opened with City Hall's next tick.
  const { action_id } = await json<{ action_id: string }>(
    send("POST", `/parcels/${parcel}/orders`, body),
    202,
  );
  let view: OrderView | null = null;
  await waitFor(
    async () => {
      view = await json<OrderView>(send("GET", `/orders/${action_id}`), 200);
      return view.tick !== null;
    },
    { limitMs: 30_000, what: () => `${order} to be decided` },
  );
  const { status, code } = view ?? { status: "", code: "" };
  if (status !== "applied") throw new Error(`${order} was ${status}: ${code}`);
}

async function json<T>(reply: Promise<Response>, status: number): Promise<T> {
  return (await (await expectStatus(await reply, status)).json()) as T;
}
