import { afterAll, beforeAll, expect, test } from "vitest";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { lookOfWord, packLook } from "#city/world/look.ts";
import { addPerson, type TestPerson } from "#tests/util/people.ts";
import { storeTestPlan } from "#tests/util/test-plan.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent, type TestAgent } from "#tests/util/test-world.ts";

const HASH = "a".repeat(64);
const LOOK = lookOfWord(5);

let web: TestWeb;
let ada: TestPerson;
let bob: TestPerson;
let agent: TestAgent;
let plain: TestAgent;
beforeAll(async () => {
  web = await startTestWeb();
  await storeTestPlan(web);
  ada = await addPerson(web, { name: "Ada" });
  bob = await addPerson(web, { name: "Bob" });
  agent = await addAgent(web.pool, "Juno");
  plain = await addAgent(web.pool, "Plain");
  await web.pool.query(
    "INSERT INTO agent_profile (world_id, agent, kind, look) VALUES ($1, $2, 'external', $3)",
    [MAIN_WORLD, agent.number, JSON.stringify(LOOK)],
  );
});
afterAll(() => web.stop());

const agt = (number: number) => formatId("agt", MAIN_WORLD, number);
const prc = (parcel: number) => formatId("prc", MAIN_WORLD, parcel);
const get = (path: string) => fetch(`${web.url}/api/v1${path}`);

test("[HT-71] looks are told for many agents at once, of those who chose one, to anybody, and may be kept a while", async () => {
  const reply = await get(`/looks?agents=${agt(agent.number)},${agt(plain.number)},${agt(3)}`);
  expect(await reply.json()).toEqual({ looks: [[agt(agent.number), packLook(LOOK)]] });
  expect(reply.headers.get("cache-control")).toBe("public, max-age=10");
});

test("[HT-71] a picture is told as long as whoever hung it owns the parcel", async () => {
  const deed = (parcel: number, owner: number) =>
    web.pool.query(
      "INSERT INTO deed (world_id, parcel, district, owner, since_tick, tick) VALUES ($1, $2, 1, $3, 5, 5)",
      [MAIN_WORLD, parcel, owner],
    );
  await deed(3, ada.userId);
  await deed(4, bob.userId);
  for (const parcel of [3, 4])
    await web.pool.query(
      "INSERT INTO building_image (world_id, parcel, hash, width, height, user_id) VALUES ($1, $2, $3, 8, 8, $4)",
      [MAIN_WORLD, parcel, HASH, ada.userId],
    );
  const reply = await get(`/pictures?parcels=${prc(3)},${prc(4)},${prc(5)}`);
  expect(await reply.json()).toEqual({ pictures: [[prc(3), `/api/v1/images/${HASH}`]] });
});

test("[HT-71] what is no list of ids, or too long a one, is refused", async () => {
  const many = Array.from({ length: LIMITS.appearancesPerRequestMax + 1 }, (_, n) => agt(n)).join();
  const paths = [
    "/looks",
    "/looks?agents=",
    "/looks?agents=prc_1000001",
    `/looks?agents=${many}`,
    "/pictures?parcels=1",
  ];
  // The largest id of all is no number that a column holds.
  for (const path of [...paths, "/looks?agents=agt_1zzzzzz"]) {
    const reply = await get(path);
    expect([path, reply.status]).toEqual([path, 400]);
  }
});
