import { describe, expect, test } from "vitest";
import { at } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { ADA, BEN, EstateTown, GRANT_CENTS, PAT, partyId, QUINN, TOWN } from "#tests/util/estate-town.ts";
import { activityOf } from "../activity.ts";
import { outsideAgents } from "../census.ts";
import { inspectAgent } from "../inspect.ts";
import { INSIDE } from "../state.ts";

function slotOf(town: EstateTown, agent: number): number {
  return town.state(town.districtOf(agent)).slotOf.get(agent) ?? -1;
}

describe("accounts at City Hall", () => {
  test("[ES-16] are nobody in the streets: not counted, not looked at, never awake", () => {
    const town = new EstateTown();
    const hall = town.state(0);
    expect(outsideAgents(hall)).toEqual([]);
    expect(inspectAgent(town.city.ctx, hall, PAT)).toBeNull();
    expect(town.ask(PAT, "open_account", { grantCents: 1 }).code).toBe("already_there");
    expect(town.ask(ADA + 50, "open_account", { grantCents: 1 }).code).toBe("unknown_agent");
    expect(town.ask(PAT, "set_policy", { policy: "resident" }).code).toBe("bad_target");
    const slot = hall.slotOf.get(PAT) ?? -1;
    expect([at(hall.bodies.wakeTick, slot), at(hall.bodies.tripTick, slot)]).toEqual([-1, -1]);
  });

  test("[ES-16] an empty treasury opens an account all the same", () => {
    const town = new EstateTown();
    const cents = town.state(0).fields.treasuryCents;
    expect(town.ask(PAT + 5, "open_account", { grantCents: cents + 1 })).toMatchObject({
      code: "applied",
      effects: { balance_cents: cents },
    });
  });
});

describe("halt", () => {
  test("[ES-17] who is halted does nothing and is told so; then goes on", () => {
    const town = new EstateTown();
    const home = { building: formatId("bld", 1, 7) };
    expect(town.ask(ADA, "halt", { halted: 1 }).code).toBe("applied");
    expect(town.act(ADA, "move_to", home).code).toBe("paused");
    expect(town.act(ADA, "transfer", { to: partyId(PAT), amount_cents: 1 }).code).toBe("paused");
    town.step(200);
    expect(activityOf(town.state(), slotOf(town, ADA))).toBe("idle");
    expect(town.ask(ADA, "halt", { halted: 0 }).code).toBe("applied");
    expect(town.act(ADA, "move_to", home).code).toBe("applied");
    expect(town.ask(PAT, "halt", { halted: 1 }).code).toBe("applied");
    expect(town.act(PAT, "transfer", { to: partyId(QUINN), amount_cents: 1 }).code).toBe("paused");
  });

  test("[ES-17] who is halted on the way arrives and stays, whatever it lives by", () => {
    const town = new EstateTown();
    town.ask(ADA, "set_policy", { policy: "resident" });
    town.act(ADA, "move_to", { building: formatId("bld", 1, 9) });
    town.ask(ADA, "halt", { halted: 1 });
    town.step(600);
    const state = town.state(town.districtOf(ADA));
    expect(at(state.bodies.placeIndex, slotOf(town, ADA))).toBe(9);
  });
});

describe("set_policy", () => {
  test("[ES-18] an agent lives as residents do, works near home, obeys its own actions between, and stops when told", () => {
    const town = new EstateTown();
    expect(town.ask(ADA, "set_policy", { policy: "resident" }).code).toBe("applied");
    const workOf = () => at(town.state(town.districtOf(ADA)).bodies.work, slotOf(town, ADA));
    const work = workOf();
    expect(at(town.city.ctx.plan.buildings.jobs, work)).toBeGreaterThan(0);
    const seen = new Set<string>();
    for (let tick = 0; tick < 3 * 1_440; tick++) {
      town.step();
      const state = town.state(town.districtOf(ADA));
      const slot = state.slotOf.get(ADA);
      if (slot === undefined) continue;
      seen.add(activityOf(state, slot));
    }
    expect([...seen]).toEqual(expect.arrayContaining(["walking", "working", "sleeping", "eating"]));
    expect(town.purse(ADA)).not.toBe(GRANT_CENTS);
    expect(town.act(ADA, "move_to", { building: formatId("bld", 1, 5) }).code).toBe("applied");
    expect(town.ask(ADA, "set_policy", { policy: "outside" }).code).toBe("applied");
    expect(workOf()).toBe(-1);
  });
});

describe("retire", () => {
  test("[ES-19] takes an agent out of the streets; money and deeds, wherever they are, go to the heir", () => {
    const town = new EstateTown();
    const [here, there] = [town.parcel(0), town.parcel(1, 2)];
    town.act(ADA, "claim", { parcel: here.id });
    town.act(PAT, "claim", { parcel: there.id });
    town.act(PAT, "give", { parcel: there.id, to: partyId(ADA) });
    town.act(ADA, "transfer", { to: partyId(ADA), amount_cents: 400 });
    town.act(ADA, "move_to", { building: formatId("bld", 1, 9) });
    const [purse, bank] = [town.purse(ADA), town.bank(QUINN)];
    expect(town.ask(ADA, "retire", { heir: QUINN }).code).toBe("applied");
    town.step();
    expect(town.state().slotOf.has(ADA)).toBe(false);
    expect([town.deed(0, "owner"), town.deed(1, "owner", 2)]).toEqual([QUINN, QUINN]);
    expect([town.bank(QUINN), town.bank(ADA)]).toEqual([bank + purse + 400, 0]);
    town.queue(ADA, "look", {});
    expect(town.act(PAT, "transfer", { to: partyId(ADA), amount_cents: 50 }).code).toBe("applied");
    expect(town.bank(QUINN)).toBe(bank + purse + 450);
  });

  test("[ES-19] what an agent does afterwards is refused: it is gone", () => {
    const town = new EstateTown();
    town.ask(ADA, "retire", { heir: -1 });
    expect(town.act(ADA, "look", {}).code).toBe("agent_gone");
    expect(town.ask(ADA, "halt", { halted: 1 }).code).toBe("agent_gone");
  });

  test("[ES-19] without an heir the city is heir; leases and offers of who is gone end", () => {
    const town = new EstateTown();
    const [own, other, third] = [town.parcel(0), town.parcel(1), town.parcel(2)];
    town.act(ADA, "claim", { parcel: own.id });
    for (const { id } of [other, third]) town.act(PAT, "claim", { parcel: id });
    town.act(PAT, "let", { parcel: other.id, rent_cents: 10, days: 9 });
    town.act(ADA, "lease", { parcel: other.id, max_rent_cents: 10 });
    town.act(ADA, "offer", { parcel: third.id, amount_cents: 900, hours: 9 });
    town.ask(ADA, "retire", { heir: -1 });
    town.step(2);
    expect([town.deed(0, "owner"), town.deed(1, "tenant"), town.deed(2, "offerBy")]).toEqual([-1, -1, -1]);
    expect(town.purse(BEN)).toBe(GRANT_CENTS);
    expect(town.act(BEN, "claim", { parcel: own.id }).code).toBe("applied");
  });

  test("[ES-19] a person who closes the account leaves all to the city, and does nothing more", () => {
    const town = new EstateTown();
    const { id } = town.parcel(0);
    town.act(PAT, "claim", { parcel: id });
    expect(town.ask(PAT, "retire", { heir: -1 }).code).toBe("applied");
    town.step();
    expect([town.deed(0, "owner"), town.bank(PAT)]).toEqual([-1, 0]);
    expect(town.act(PAT, "claim", { parcel: id }).code).toBe("paused");
  });

  test("[MV-5] who watched an agent retire, standing or on the way, no longer sees it", () => {
    for (const ticks of [0, 1, 3]) {
      const town = new EstateTown();
      town.act(ADA, "move_to", { building: formatId("bld", 1, 9) });
      town.step(ticks);
      town.ask(ADA, "retire", { heir: -1 });
      const gone = town.outputs[TOWN]?.events.filter((event) => event.kind === "gone" && event.agent === ADA);
      expect(gone?.length).toBeGreaterThan(0);
      expect(town.state().insideCount.reduce((sum, count) => sum + count, 0)).toBe(
        [...town.state().slotOf.values()].filter((slot) => town.state().bodies.placeKind[slot] === INSIDE)
          .length,
      );
    }
  });
});
