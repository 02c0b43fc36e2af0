import { afterAll, beforeAll, expect, test } from "vitest";
import { topics } from "#city/protocol/topics.ts";
import { lookOfAgent, packLook } from "#city/world/look.ts";
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
  const seen = ({ number }: { readonly number: number }) => ({
    kind: "external",
    look: packLook(lookOfAgent(number)),
  });
  expect(body.agents).toEqual([
    { id: first.id, name: "Vesper Quill", ...seen(first) },
    { id: later.id, name: "Old Vesper", ...seen(later) },
  ]);
});

test("[HT-70] finds no person, neither by name nor by e-mail address", async () => {
  const { email } = await addPerson(web, { name: "Quentin Purse" });
  for (const query of ["Quentin", email, email.slice(0, 8), "example.org"]) {
    const { body } = await search(query);
    expect([body.agents, body.residents]).toEqual([[], []]);
  }
});

test("[HT-70] finds residents by any part of their name, once the city has said how many there are", async () => {
  expect((await search("ada")).body.residents).toEqual([]);
  const state = {
    planHash: "ab",
    cityName: "Test",
    population: 20_000,
    outsideAgents: 0,
    treasuryCents: 0,
    tick: 1,
  };
  await web.bus.publish(topics.city(), JSON.stringify(state));
  const { residents } = (await search("ADA")).body;
  expect(residents).toHaveLength(6);
  for (const one of residents)
    expect(one).toMatchObject({ name: expect.stringMatching(/^Ada /), kind: "resident" });
  const { name } = residents[0];
  expect((await search(name.slice(1))).body.residents).toContainEqual(residents[0]);
});

test("[HT-70] finds parcels by address, a few at most, and refuses a query of one letter", async () => {
  const { parcels } = await (await fetch(`${web.url}/api/v1/parcels`)).json();
  const { id, address } = parcels[0];
  expect((await search(address.toUpperCase())).body.parcels).toContainEqual({ id, address });
  expect((await search("e ")).status).toBe(400);
});
