import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { assertExists } from "#city/assert.ts";
import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { DeliveryView, WebhookSecretView, WebhookView } from "#city/protocol/webhook-views.ts";
import { addFeedTick } from "#tests/util/feed-rows.ts";
import { addPerson, asPerson } from "#tests/util/people.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent } from "#tests/util/test-world.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import { claimDeliveries, finishDelivery } from "./delivery-store.ts";
import { fanOut } from "./fan-out-store.ts";

interface Heard {
  readonly headers: Record<string, string>;
  readonly body: string;
}

let web: TestWeb;
/** What the receiver was sent, and with what it answers. */
let heard: Heard[] = [];
let status = 204;
const receiver = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => {
    body += chunk.toString("utf8");
  });
  request.on("end", () => {
    // What a test before left under way still comes, and is not this one's.
    if (url.endsWith(request.url ?? ""))
      heard.push({ headers: request.headers as Record<string, string>, body });
    response.writeHead(status).end();
  });
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", () => resolve()));
  web = await startTestWeb({ allowPrivateWebhooks: true });
});
let tests = 0;
beforeEach(() => {
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook-${++tests}`;
});
afterEach(async () => {
  await web.pool.query("DELETE FROM webhook");
  heard = [];
  status = 204;
});
afterAll(async () => {
  await web.stop();
  await new Promise<void>((resolve) => receiver.close(() => resolve()));
});

async function made(cookie: string, body: object = {}): Promise<WebhookSecretView> {
  const reply = await asPerson(web, cookie)("POST", "/webhooks", { url, ...body });
  expect(reply.status).toBe(201);
  return (await reply.json()) as WebhookSecretView;
}

async function deliveriesOf(cookie: string, id: string): Promise<readonly DeliveryView[]> {
  const reply = await asPerson(web, cookie)("GET", `/webhooks/${id}/deliveries`);
  return ((await reply.json()) as { deliveries: DeliveryView[] }).deliveries;
}

/** Far longer than it takes; what is waited for is in the test's own words. */
const until = (condition: () => boolean | Promise<boolean>) =>
  waitFor(async () => condition(), {
    limitMs: 15_000,
    what: () => `the webhook; heard ${heard.length}`,
    everyMs: 30,
  });

/** Texts of the messages that arrived, once there are so many. */
async function typesHeard(count: number): Promise<string[]> {
  await until(() => heard.length >= count);
  return heard.map(({ body }) => (JSON.parse(body) as { data: { text: string } }).data.text).sort();
}

describe("[WH-1] messages", () => {
  test("each line of the feed arrives once, signed as the scheme's own verifier wants it", async () => {
    const ada = await addPerson(web);
    const { secret } = await made(ada.cookie, { scope: "all" });
    await addFeedTick(web.pool, 1, [{ text: "one" }, { text: "two", kind: "work" }]);
    await addFeedTick(web.pool, 0, [{ text: "three" }]);
    expect(await typesHeard(3)).toEqual(["one", "three", "two"]);
    for (const { headers, body } of heard) {
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({
        type: expect.stringMatching(/^feed\./),
      });
    }
    expect(new Set(heard.map(({ headers }) => headers["webhook-id"])).size).toBe(3);
  });

  test("[WH-2] kinds and scope choose: mine is what concerns me, my agents and my parcels, sold ones included", async () => {
    const [ada, bob] = [await addPerson(web), await addPerson(web, { name: "Bob" })];
    const agent = await addAgent(web.pool);
    await web.pool.query("UPDATE agent SET user_id = $1 WHERE number = $2", [ada.userId, agent.number]);
    await web.pool.query(
      "INSERT INTO deed (world_id, parcel, district, owner, since_tick, tick) VALUES ($1, 7, 1, $2, 1, 1), ($1, 8, 1, $3, 1, 1)",
      [MAIN_WORLD, agent.number, bob.userId],
    );
    await made(ada.cookie, { kinds: ["property", "speech"] });
    const tick = await addFeedTick(web.pool, 1, [
      { text: "my agent speaks", agent: agent.number },
      { text: "my agent works", agent: agent.number, kind: "work" },
      { text: "somebody speaks", agent: agent.number + 1000 },
      { text: "my parcel", parcel: 7, kind: "property" },
      { text: "Bob's parcel", parcel: 8, kind: "property" },
    ]);
    expect(await typesHeard(2)).toEqual(["my agent speaks", "my parcel"]);
    // What Ada sells is Bob's once the line is read, and yet her news.
    await web.pool.query(
      "INSERT INTO deed_event (world_id, parcel, tick, seq, kind, giver, taker) VALUES ($1, 8, $2, 1, 'sold', $3, $4)",
      [MAIN_WORLD, tick + 1, ada.userId, bob.userId],
    );
    await addFeedTick(web.pool, 1, [{ text: "sold", parcel: 8, kind: "property" }]);
    expect(await typesHeard(3)).toEqual(["my agent speaks", "my parcel", "sold"]);
  });

  test("[WH-3] several processes at once make each message once, and a late district's lines are not passed over", async () => {
    const ada = await addPerson(web);
    const { webhook } = await made(ada.cookie, { scope: "all" });
    status = 500;
    for (let i = 0; i < 20; i++) {
      await addFeedTick(web.pool, 1, [{ text: `a${i}` }, { text: `b${i}` }]);
      await Promise.all([fanOut(web.pool), fanOut(web.pool), fanOut(web.pool)]);
    }
    // District 0 commits long after district 1 was read.
    await addFeedTick(web.pool, 0, [{ text: "late" }]);
    await until(async () => (await countOf(webhook.id)) === 41);
    expect(await fanOut(web.pool)).toEqual({ webhooks: 0, messages: 0 });
  });

  test("[WH-4] what fails is tried again under the same id; sent again by hand it keeps it too", async () => {
    const ada = await addPerson(web);
    const { webhook } = await made(ada.cookie);
    status = 503;
    const asAda = asPerson(web, ada.cookie);
    expect((await asAda("POST", `/webhooks/${webhook.id}/test`)).status).toBe(202);
    await until(async () => (await deliveriesOf(ada.cookie, webhook.id))[0]?.answer === 503);
    const [failed] = await deliveriesOf(ada.cookie, webhook.id);
    expect(failed).toMatchObject({ state: "waiting", attempts: 1, error: "bad_status" });
    expect(Date.parse(failed?.next_at ?? "")).toBeGreaterThan(Date.now());
    status = 200;
    await web.pool.query("UPDATE webhook_delivery SET next_at = now()");
    await web.pool.query("UPDATE webhook SET retry_at = NULL");
    await until(async () => (await deliveriesOf(ada.cookie, webhook.id))[0]?.state === "delivered");
    expect((await asAda("POST", `/webhooks/deliveries/${failed?.id}/again`)).status).toBe(202);
    await until(() => heard.length === 3);
    expect(new Set(heard.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  test("[WH-6] after a rotation both secrets verify", async () => {
    const ada = await addPerson(web);
    const { webhook, secret } = await made(ada.cookie);
    const asAda = asPerson(web, ada.cookie);
    const rotated = (await (
      await asAda("POST", `/webhooks/${webhook.id}/rotate`)
    ).json()) as WebhookSecretView;
    expect(rotated.secret).not.toBe(secret);
    await asAda("POST", `/webhooks/${webhook.id}/test`);
    await until(() => heard.length === 1);
    const { headers, body } = assertExists(heard[0], "a message came");
    for (const each of [secret, rotated.secret]) expect(new Webhook(each).verify(body, headers)).toBeTruthy();
    expect(() => new Webhook("whsec_b3RoZXI=").verify(body, headers)).toThrow();
  });

  test("[WH-7] a receiver that keeps failing is switched off, its owner is told, and switched on again it hears of what is new", async () => {
    const ada = await addPerson(web);
    const { webhook } = await made(ada.cookie, { scope: "all" });
    await web.pool.query("UPDATE webhook SET failures = $1", [LIMITS.webhookFailuresMax - 1]);
    status = 500;
    await addFeedTick(web.pool, 1, [{ text: "lost" }]);
    const asAda = asPerson(web, ada.cookie);
    const state = async () =>
      ((await (await asAda("GET", "/webhooks")).json()) as { webhooks: WebhookView[] }).webhooks[0]?.state;
    await until(async () => (await state()) === "failing");
    await web.people.mailDone();
    const { rows } = await web.pool.query<{ recipient: string }>(
      "SELECT recipient FROM outbox_mail WHERE subject LIKE 'A webhook%'",
    );
    expect(rows).toEqual([{ recipient: ada.email }]);
    expect((await deliveriesOf(ada.cookie, webhook.id))[0]).toMatchObject({ state: "failed" });
    await addFeedTick(web.pool, 1, [{ text: "while it was off" }]);
    status = 204;
    heard = [];
    expect((await asAda("PATCH", `/webhooks/${webhook.id}`, { enabled: true })).status).toBe(200);
    await addFeedTick(web.pool, 1, [{ text: "new" }]);
    expect(await typesHeard(1)).toEqual(["new"]);
  });

  test("[WH-3] an attempt whose claim ran out writes nothing over what another found", async () => {
    const ada = await addPerson(web);
    const { webhook } = await made(ada.cookie);
    await web.pool.query("UPDATE webhook SET retry_at = now() + interval '1 hour'");
    await web.pool.query(
      "INSERT INTO webhook_delivery (webhook_id, message_id, body, next_at) VALUES ($1, 'msg_1', '{}', now())",
      [webhook.id],
    );
    expect(await claimDeliveries(web.pool, 4)).toEqual([]);
    const first = {
      id: 0,
      webhookId: webhook.id,
      messageId: "msg_1",
      body: "{}",
      attempt: 1,
      url,
      secretSealed: new Uint8Array(),
      oldSecretSealed: null,
    };
    const { rows } = await web.pool.query<{ id: number }>(
      "UPDATE webhook_delivery SET attempts = 2, status = 'delivered' RETURNING id",
    );
    await finishDelivery(
      web.pool,
      { ...first, id: rows[0]?.id ?? 0 },
      { delivered: false, answer: 500, error: "bad_status", retryMs: 1 },
    );
    expect((await deliveriesOf(ada.cookie, webhook.id))[0]).toMatchObject({
      state: "delivered",
      answer: null,
    });
  });
});

describe("[WH-8] whose they are", () => {
  test("others' webhooks do not exist, and nobody is let in without a session or from another site", async () => {
    const [ada, bob] = [await addPerson(web), await addPerson(web, { name: "Bob" })];
    const { webhook } = await made(ada.cookie);
    const asBob = asPerson(web, bob.cookie);
    const routes = [
      ["PATCH", `/webhooks/${webhook.id}`, { scope: "all" }],
      ["DELETE", `/webhooks/${webhook.id}`, undefined],
      ["POST", `/webhooks/${webhook.id}/test`, {}],
      ["POST", `/webhooks/${webhook.id}/rotate`, {}],
      ["GET", `/webhooks/${webhook.id}/deliveries`, undefined],
    ] as const;
    for (const [method, path, body] of routes) {
      expect((await asBob(method, path, body)).status, `${method} ${path}`).toBe(404);
      expect((await asPerson(web, null)(method, path, body)).status, `${method} ${path}`).toBe(401);
    }
    expect((await asBob("POST", "/webhooks/deliveries/1/again")).status).toBe(404);
    const elsewhere = await fetch(`${web.url}/api/v1/webhooks`, {
      method: "POST",
      headers: { cookie: ada.cookie, origin: "https://evil.example", "content-type": "application/json" },
      body: JSON.stringify({ url }),
    });
    expect(elsewhere.status).toBe(403);
    expect(await (await asPerson(web, ada.cookie)("GET", "/webhooks")).text()).not.toContain("whsec_");
  });

  test("a bad address names its field, and there is a limit", async () => {
    const ada = await addPerson(web);
    const asAda = asPerson(web, ada.cookie);
    const bad = await asAda("POST", "/webhooks", { url: "ftp://example.org/" });
    expect(await bad.json()).toMatchObject({ code: "invalid_body", errors: [{ pointer: "/url" }] });
    await Promise.all(
      Array.from({ length: LIMITS.webhooksPerPersonMax + 3 }, () => asAda("POST", "/webhooks", { url })),
    );
    const { webhooks } = (await (await asAda("GET", "/webhooks")).json()) as { webhooks: WebhookView[] };
    expect(webhooks).toHaveLength(LIMITS.webhooksPerPersonMax);
    expect(webhooks[0]?.id).toMatch(/^whk_/);
  });
});

async function countOf(id: string): Promise<number> {
  const { rows } = await web.pool.query<{ n: number }>(
    "SELECT count(*) AS n FROM webhook_delivery WHERE webhook_id = $1",
    [id],
  );
  return rows[0]?.n ?? 0;
}
