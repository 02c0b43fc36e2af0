import { afterAll, beforeAll, expect, test } from "vitest";
import { addPerson } from "#tests/util/people.ts";
import { storeTestPlan } from "#tests/util/test-plan.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent } from "#tests/util/test-world.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await startTestWeb();
  await storeTestPlan(web);
});
afterAll(() => web.stop());

async function search(query: string) {
  const reply = await fetch(`${web.url}/api/v1/search?q=${encodeURIComponent(query)}`);
  return { status: reply.status, body: await reply.json() };
}

test("[HT-70] finds agents by any part of their name, those that begin with it first, and no people", async () => {
  await addPerson(web, { name: "Vesper Owner" });
  const later = await addAgent(web.pool, "Old Vesper");
  const first = await addAgent(web.pool, "Vesper Quill");
  const { body } = await search("vesper");
  expect(body.agents).toEqual([
    { id: first.id, name: "Vesper Quill" },
    { id: later.id, name: "Old Vesper" },
  ]);
});

test("[HT-70] finds parcels by address, a few at most, and refuses a query of one letter", async () => {
  const { parcels } = await (await fetch(`${web.url}/api/v1/parcels`)).json();
  const { id, address } = parcels[0];
  expect((await search(address.toUpperCase())).body.parcels).toContainEqual({ id, address });
  expect((await search("e ")).status).toBe(400);
});
