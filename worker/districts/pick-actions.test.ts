import { expect, it } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import { pickActions } from "./pick-actions.ts";

let seq = 0;
const action = (agent: number, kind: string, parameters: unknown = {}) => ({
  seq: ++seq,
  agent,
  kind,
  parameters,
  idempotencyKey: `key ${seq}`,
});
const say = (agent: number) => action(agent, "say", { text: "hi" });

it("[CM-14] takes one body action and two utterances per agent, first in, first out", () => {
  const waiting = [say(1), action(1, "look"), say(1), say(1), action(2, "leave"), action(2, "look"), say(2)];
  const { stamped, refused } = pickActions(waiting, 3);
  expect(stamped.map(({ agent, kind }) => [agent, kind])).toEqual([
    [1, "say"],
    [1, "look"],
    [1, "say"],
    [2, "leave"],
  ]);
  expect(refused).toEqual([]);
});

it("[CM-15] refuses what no longer fits the schema, and goes on with the agent's next", () => {
  const waiting = [
    action(1, "wait", { minutes: -1 }),
    action(1, "fly"),
    action(1, "wait"),
    action(2, "say", []),
  ];
  const { stamped, refused } = pickActions(waiting, 3);
  expect(stamped).toMatchObject([{ kind: "wait", parameters: { minutes: 10 } }]);
  expect(refused.map(({ seq: n, code }) => [n, code])).toEqual([
    [waiting[0]?.seq, "bad_target"],
    [waiting[1]?.seq, "bad_target"],
    [waiting[3]?.seq, "bad_target"],
  ]);
});

it("[CM-16] only City Hall takes arrivals", () => {
  const arrival = action(1, "arrive", { homeBuilding: 3, grantCents: 10_000 });
  expect(pickActions([arrival], 0).stamped).toMatchObject([
    { kind: "arrive", parameters: { homeBuilding: 3 } },
  ]);
  expect(pickActions([arrival], 1).refused).toHaveLength(1);
});

it("[CM-16] what an agent sent before it arrived waits for it at home", () => {
  const arrival = action(1, "arrive", { homeBuilding: 3, grantCents: 10_000 });
  expect(pickActions([arrival, say(1), say(1)], 0).stamped.map(({ kind }) => kind)).toEqual(["arrive"]);
});

it("[CM-27] what the city asks of an agent does not wait behind what the agent wants", () => {
  const halt = action(1, "halt", { halted: 1 });
  const waiting = [action(1, "look"), action(1, "look"), action(1, "look"), halt];
  expect(pickActions(waiting, 3).stamped.map(({ kind }) => kind)).toEqual(["look", "halt"]);
  const retired = [action(1, "retire", {}), action(1, "look")];
  expect(pickActions(retired, 3).stamped).toMatchObject([{ kind: "retire", parameters: { heir: -1 } }]);
  const opening = action(OWNER_BASE, "open_account", { grantCents: 5 });
  expect(pickActions([opening], 3)).toMatchObject({ stamped: [], refused: [{ code: "bad_target" }] });
  expect(pickActions([opening], 0).stamped).toHaveLength(1);
  const forged = action(1, "retire", { heir: "me" });
  expect(pickActions([forged], 3).stamped).toEqual([]);
});

it("[AC-16] takes some orders of a person in a tick", () => {
  const orders = Array.from({ length: LIMITS.personOrdersPerTickMax + 2 }, () =>
    action(OWNER_BASE, "claim", { parcel: "prc_1000004" }),
  );
  expect(pickActions(orders, 0).stamped).toHaveLength(LIMITS.personOrdersPerTickMax);
});
