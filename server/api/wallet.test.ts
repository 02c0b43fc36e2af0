import { afterAll, beforeAll, expect, test } from "vitest";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { BANK_OFFSET } from "#city/protocol/wire-types.ts";
import { addPerson, asPerson, type TestPerson } from "#tests/util/people.ts";
import { storeTestPlan } from "#tests/util/test-plan.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { addAgent, type TestAgent } from "#tests/util/test-world.ts";

let web: TestWeb;
let ada: TestPerson;
let bob: TestPerson;
let agent: TestAgent;
beforeAll(async () => {
  web = await startTestWeb();
  await storeTestPlan(web);
  ada = await addPerson(web, { name: "Ada" });
  bob = await addPerson(web, { name: "Bob" });
  agent = await addAgent(web.pool, "=Agent");
  await web.pool.query("UPDATE agent SET user_id = $1 WHERE number = $2", [ada.userId, agent.number]);
});
afterAll(() => web.stop());

const usr = (userId: number) => formatId("usr", MAIN_WORLD, userId);

async function balance(account: number, cents: number) {
  await web.pool.query(
    "INSERT INTO account_balance (world_id, account, balance_cents, tick) VALUES ($1, $2, $3, 40)",
    [MAIN_WORLD, account, cents],
  );
}

async function line(account: number, tick: number, amount: number, cause: string, counterparty: number) {
  await web.pool.query(
    `INSERT INTO tick.statement (world_id, account, tick, district, seq, amount_cents, balance_cents, cause, counterparty)
     VALUES ($1, $2, $3, 0, 1, $4, 1000, $5, $6)`,
    [MAIN_WORLD, account, tick, amount, cause, counterparty],
  );
}

test("[WA-1] a wallet holds the accounts of a person and of their agents, and nobody else's", async () => {
  await balance(ada.userId, 300_000);
  await balance(agent.number, 500);
  await balance(agent.number + BANK_OFFSET, 70);
  await balance(bob.userId, 9);
  const wallet = await (await asPerson(web, ada.cookie)("GET", "/wallet")).json();
  expect(wallet.accounts.map((one: { account: string }) => one.account)).toEqual([
    usr(ada.userId),
    agent.id,
    `bank-${agent.id}`,
  ]);
  expect(wallet.total_cents).toBe(300_570);
});

test("[WA-2] a statement's lines name the other side; others' statements are not there", async () => {
  await line(ada.userId, 10, 300_000, "grant", -1);
  await line(ada.userId, 11, -1_200, "order", 3);
  await line(ada.userId, 12, -50, "transfer", agent.number);
  const asAda = asPerson(web, ada.cookie);
  const page = await (await asAda("GET", `/wallet/${usr(ada.userId)}/statement`)).json();
  expect(page.lines.map((one: { cause: string }) => one.cause)).toEqual(["transfer", "order", "grant"]);
  expect(page.lines.map((one: { counterparty: { kind: string } }) => one.counterparty.kind)).toEqual([
    "agent",
    "parcel",
    "city",
  ]);
  const outgoing = await (
    await asAda("GET", `/wallet/${usr(ada.userId)}/statement?direction=out&cause=order`)
  ).json();
  expect(outgoing.lines).toHaveLength(1);
  const asBob = asPerson(web, bob.cookie);
  for (const account of [usr(ada.userId), agent.id, `bank-${agent.id}`, "usr_1zzzzzz", "nonsense"])
    expect((await asBob("GET", `/wallet/${account}/statement`)).status).toBe(404);
  expect((await asPerson(web, null)("GET", `/wallet/${usr(ada.userId)}/statement`)).status).toBe(401);
});

test("[WA-2] as a file no name of the other side is a formula", async () => {
  const reply = await asPerson(web, ada.cookie)("GET", `/wallet/${usr(ada.userId)}/statement?format=csv`);
  expect(reply.headers.get("content-type")).toContain("text/csv");
  const rows = (await reply.text()).trim().split("\r\n");
  expect(rows[0]).toBe("time,tick,amount,balance,cause,counterparty,counterparty_id");
  expect(rows[1]).toContain(",-0.50,10.00,transfer,'=Agent,");
});

test("[WA-3] a transfer is an order of whoever holds the account; an agent's money at City Hall comes to its purse", async () => {
  const asAda = asPerson(web, ada.cookie);
  let keys = 0;
  const send = (from: string, to: string, amount_cents = 10) =>
    asAda("POST", "/wallet/transfers", { from, to, amount_cents, idempotency_key: `t${++keys}` });
  expect((await send("me", agent.id)).status).toBe(202);
  expect((await send(agent.id, usr(bob.userId))).status).toBe(202);
  expect((await send(`bank-${agent.id}`, agent.id)).status).toBe(202);
  const { rows } = await web.pool.query(
    "SELECT agent, kind, parameters FROM action_request WHERE idempotency_key LIKE 't_' ORDER BY seq",
  );
  expect(rows).toEqual([
    { agent: ada.userId, kind: "transfer", parameters: { to: agent.id, amount_cents: 10 } },
    { agent: agent.number, kind: "transfer", parameters: { to: usr(bob.userId), amount_cents: 10 } },
    { agent: agent.number, kind: "withdraw", parameters: { amount_cents: 10 } },
  ]);
  expect((await send(`bank-${agent.id}`, usr(bob.userId))).status).toBe(400);
  expect((await send("me", usr(ada.userId))).status).toBe(400);
  expect((await send("me", "bld_1000001")).status).toBe(400);
  expect((await send("me", agent.id, 0)).status).toBe(400);
  expect((await send(usr(bob.userId), agent.id)).status).toBe(404);
  const { waiting } = await (await asAda("GET", "/wallet")).json();
  expect(waiting).toHaveLength(3);
});

test("[WA-4] the sum is districts and letters of one moment, and says whether it is that of genesis", async () => {
  await web.pool.query("UPDATE world SET genesis_cents = 1000");
  await web.pool.query("UPDATE district SET money_cents = CASE number WHEN 0 THEN 600 ELSE 300 END");
  await web.pool.query(
    `INSERT INTO tick.letter (world_id, to_district, from_district, tick, seq, kind, cents, body)
     VALUES ($1, 0, 1, 40, 1, 'money', 100, '')`,
    [MAIN_WORLD],
  );
  const treasury = await (await asPerson(web, null)("GET", "/treasury")).json();
  expect(treasury).toMatchObject({
    sum_cents: 1000,
    letters_cents: 100,
    equal: true,
    minted_today_cents: 0,
    sunk_today_cents: 0,
  });
  expect(treasury.districts).toHaveLength(2);
});
