import { Agent, request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MAIN_WORLD } from "#city/ids.ts";
import { type Route, withRoutes } from "#tests/util/route-list.ts";
import { storeTestPlan } from "#tests/util/test-plan.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { type Caller, type Cast, makeCast, type Tenant } from "./callers.ts";
import { DOORS, type Door, needsSameOrigin, refusalOf } from "./doors.ts";
import { addKey, addressOf } from "./things.ts";

let web: TestWeb;
let routes: readonly Route[];
let cast: Cast;
/** One for each caller, each with an address of its own: what is limited by address limits nobody else. */
let sockets: ReadonlyMap<Caller, Agent>;

beforeAll(async () => {
  [web, routes] = await withRoutes(() => startTestWeb());
  await storeTestPlan(web);
  await web.pool.query(
    `INSERT INTO clock_epoch (world_id, epoch, tick, wall_ms, speed, reason) VALUES ($1, 1, 0, 0, 1, 'genesis')`,
    [MAIN_WORLD],
  );
  cast = await makeCast(web);
  sockets = new Map(
    cast.callers.map((caller, i) => [
      caller,
      new Agent({ keepAlive: true, localAddress: `127.0.1.${i + 1}` }),
    ]),
  );
});

afterAll(async () => {
  for (const agent of sockets?.values() ?? []) agent.destroy();
  await web?.stop();
});

/** What a browser sends with a request that another site made. */
const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { origin: "https://elsewhere.example" },
  { origin: "null" },
  { "sec-fetch-site": "cross-site" },
  {},
];

const nameOf = ({ method, url }: Route) => `${method} ${url}`;

test("[AU-1] every route of the API is declared, and nothing is declared that is not there", () => {
  expect(routes.map(nameOf).sort()).toEqual(Object.keys(DOORS).sort());
});

test("[AU-2] each route lets in whom it should, and nobody else, and another tenant's ids are as good as none", {
  timeout: 60_000,
}, async () => {
  const wrong: string[] = [];
  for (const route of routes) {
    const door = DOORS[nameOf(route)];
    if (door === undefined) continue;
    const tenants = route.url.includes(":") ? cast.tenants : cast.tenants.slice(0, 1);
    const all = cast.callers.flatMap((caller) => tenants.map((tenant) => ({ caller, tenant })));
    // All at once: some doors wait for a city that is not there.
    await Promise.all(
      all.map(async ({ caller, tenant }) => {
        const refusal = isOutsideForm(route, door, caller) ? 403 : refusalOf(door.who, caller);
        const expected = refusal ?? answerOf(route, door, caller, tenant);
        const got = await call(route, door, caller, tenant);
        if (got !== expected)
          wrong.push(`${nameOf(route)} by ${caller.name}, of ${tenant.agent.id}: ${got}, not ${expected}`);
      }),
    );
  }
  expect(wrong).toEqual([]);
});

test("[AU-3] what changes something is refused when another site asks for it with the person's own cookie", async () => {
  const wrong: string[] = [];
  for (const route of routes) {
    const door = DOORS[nameOf(route)];
    if (door === undefined || !needsSameOrigin(route.method, route.url, door)) continue;
    const caller = cast.callers.find(
      (one) => refusalOf(door.who, one) === null && one.headers.cookie !== undefined,
    );
    if (caller === undefined) continue;
    for (const foreign of FOREIGN) {
      const { origin: _, ...headers } = caller.headers;
      const from = { ...caller, headers: { ...headers, ...foreign } };
      const tenant = cast.tenants.find(({ person }) => person.userId === caller.owns) ?? firstTenant();
      const got = await call(route, door, from, tenant, caller);
      if (got !== 403) wrong.push(`${nameOf(route)} from ${JSON.stringify(foreign)}: ${got}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("[AU-4] somebody else's key under an agent of one's own is as good as none", async () => {
  const [ada, bob] = [firstTenant(), cast.tenants[1] ?? firstTenant()];
  const caller = cast.callers.find((one) => one.owns === ada.person.userId);
  if (caller === undefined) throw new Error("Ada calls");
  const { id } = await addKey(web, bob.agent.number, ["observe"]);
  const path = `/api/v1/agents/${ada.agent.id}/keys/${id}`;
  expect([
    await send("POST", `${path}/rotate`, caller, {}),
    await send("DELETE", path, caller, undefined),
  ]).toEqual([404, 404]);
});

function firstTenant(): Tenant {
  const [tenant] = cast.tenants;
  if (tenant === undefined) throw new Error("there are tenants");
  return tenant;
}

/** Signing up and the like is done on the city's own pages, which a program does not come from, whoever's it is. */
function isOutsideForm({ method, url }: Route, door: Door, { headers }: Caller): boolean {
  return door.who === "anyone" && headers.origin === undefined && needsSameOrigin(method, url, door);
}

/** Status for somebody who was let in: by whose the thing is that the address names. */
function answerOf({ url }: Route, door: Door, caller: Caller, { person }: Tenant): number {
  const mine = !url.includes(":") || caller.owns === person.userId;
  if (caller.kind === "person" && caller.mfa && door.okWithMfa !== undefined) return door.okWithMfa;
  return mine ? door.ok : (door.others ?? door.ok);
}

async function call(
  { method, url }: Route,
  { body, query = "" }: Door,
  caller: Caller,
  tenant: Tenant,
  socketsOf = caller,
): Promise<number> {
  return send(method, (await addressOf(web, url, tenant)) + query, caller, body, socketsOf);
}

/** Status of the answer. */
function send(
  method: string,
  path: string,
  caller: Caller,
  body: unknown,
  socketsOf = caller,
): Promise<number> {
  const text = body === undefined ? null : JSON.stringify(body);
  const headers = {
    ...caller.headers,
    ...(text === null
      ? {}
      : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${web.url}${path}`, { method, headers, agent: sockets.get(socketsOf) }, (reply) => {
      reply.resume();
      reply.once("end", () => resolve(reply.statusCode ?? 0));
    });
    sent.once("error", reject);
    sent.end(text ?? undefined);
  });
}
