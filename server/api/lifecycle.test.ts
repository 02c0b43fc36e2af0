import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { topics } from "#city/protocol/topics.ts";
import { expectProblem } from "#tests/util/http-client.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent } from "#tests/util/test-world.ts";

let web: TestWeb;
afterEach(() => web.stop());

test("[HT-14] stopping answers those who wait with what there is, and takes nothing new", async () => {
  web = await startTestWeb();
  const ada = await addAgent(web.pool);
  const headers = { authorization: `Bearer ${ada.key}` };
  await web.bus.publish(topics.observation(ada.id), JSON.stringify({ agent_id: ada.id, tick: 5 }));
  await fetch(`${web.url}/api/v1/me`, { headers });
  const waiting = fetch(`${web.url}/api/v1/me/observation?after=5&wait=25`, { headers });
  // Sent on another connection and answered, so the one before has arrived.
  await fetch(`${web.url}/api/v1/health`);
  const startMs = performance.now();
  const stopped = web.stopWeb();
  const reply = await waiting;
  expect([reply.status, reply.headers.get("connection")]).toEqual([200, "close"]);
  await stopped;
  expect(performance.now() - startMs).toBeLessThan(15_000);
  await expect(fetch(`${web.url}/api/v1/health`)).rejects.toThrow();
});

test("[AP-6] [HT-10] without its database the API says 503 with Retry-After, and the pages are served", async () => {
  web = await startTestWeb();
  const ada = await addAgent(web.pool);
  const headers = { authorization: `Bearer ${ada.key}`, "content-type": "application/json" };
  const body = JSON.stringify({ action: "look", idempotency_key: "k" });
  const asks = [
    () => fetch(`${web.url}/api/v1/me/actions`, { method: "POST", headers, body }),
    () => fetch(`${web.url}/api/v1/me`, { headers }),
    () => fetch(`${web.url}/api/v1/feed`),
    () => fetch(`${web.url}/plan/current`),
  ];
  expect((await asks[0]?.())?.status).toBe(202);
  await web.dropDatabase();
  for (const ask of asks) {
    const reply = await ask();
    expect(expectProblem(reply.status, reply.headers.get("content-type"), await reply.text())).toBe(
      "unavailable",
    );
    expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  expect((await fetch(`${web.url}/api/v1/health`)).status).toBe(503);
  expect(await (await fetch(`${web.url}/`)).text()).toBe("a page");
});

test("[HT-13] a plan's files are served packed or plain, for ever, and nothing else of the store is", async () => {
  web = await startTestWeb();
  const hash = "ab".repeat(32);
  const bytes = Buffer.from("some neighborhood ".repeat(50));
  mkdirSync(path.join(web.blobDir, "plan", hash), { recursive: true });
  writeFileSync(path.join(web.blobDir, "plan", hash, "3.br"), brotliCompressSync(bytes));
  writeFileSync(path.join(web.blobDir, "secret.br"), "secret");
  const fetchPlan = (file: string, headers: Record<string, string> = {}) =>
    fetch(`${web.url}/plan/${file}`, { headers: { "accept-encoding": "br", ...headers } });
  const packed = await fetchPlan(`${hash}/3`);
  expect([packed.status, packed.headers.get("content-encoding")]).toEqual([200, "br"]);
  expect(packed.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(Buffer.from(await packed.arrayBuffer())).toEqual(bytes);
  const plain = await fetchPlan(`${hash}/3`, { "accept-encoding": "gzip, br;q=0" });
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(Buffer.from(await plain.arrayBuffer())).toEqual(bytes);
  expect((await fetchPlan(`${hash}/3`, { "if-none-match": packed.headers.get("etag") ?? "" })).status).toBe(
    304,
  );
  for (const file of [
    `${hash}/4`,
    `${hash}/..%2f..%2fsecret`,
    "..%2f..%2fsecret/3",
    `${hash.toUpperCase()}/3`,
    `${hash}/3.br`,
    `${hash}/%00`,
  ]) {
    const reply = await fetchPlan(file);
    expect(expectProblem(reply.status, reply.headers.get("content-type"), await reply.text()), file).toBe(
      "not_found",
    );
  }
  expect(await (await fetchPlan("current")).json()).toEqual({ hash: "0".repeat(64) });
});
