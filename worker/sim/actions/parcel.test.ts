import { describe, expect, test } from "vitest";
import { claimCents, groundRentCents, propertyTaxCents } from "#city/world/estate.ts";
import { ADA, BEN, EstateTown, GRANT_CENTS, PAT, partyId, QUINN, TOWN } from "#tests/util/estate-town.ts";
import { availableActions } from "../available.ts";
import { perceive } from "../perception.ts";

const CLAIM = claimCents(100_000);
const GHOST = partyId(ADA + 77);

describe("claim and market", () => {
  test("[ES-6] whoever claims first owns, an agent in its district or a person from City Hall; the price goes to the city", () => {
    const town = new EstateTown();
    const { id, index } = town.parcel(0);
    expect(town.act(ADA, "claim", { parcel: id })).toMatchObject({
      code: "applied",
      effects: { cost_cents: CLAIM },
    });
    expect([town.deed(0, "owner"), town.purse(ADA)]).toEqual([ADA, GRANT_CENTS - CLAIM]);
    expect(town.act(BEN, "claim", { parcel: id }).code).toBe("parcel_taken");
    expect(town.act(PAT, "claim", { parcel: id }).code).toBe("parcel_taken");
    town.step();
    expect([town.purse(BEN), town.bank(PAT)]).toEqual([GRANT_CENTS, GRANT_CENTS]);
    const far = town.parcel(2, 3);
    expect(town.act(PAT, "claim", { parcel: far.id }).code).toBe("applied");
    expect([town.deed(2, "owner", 3), town.bank(PAT)]).toEqual([PAT, GRANT_CENTS - CLAIM]);
    expect(perceive(town.city.ctx, town.state(), ADA)?.self.deeds).toEqual([index]);
  });

  test("[ES-6] an agent acts in its own district only, and nobody on what is not there or beyond their means", () => {
    const town = new EstateTown();
    expect(town.act(ADA, "claim", { parcel: town.parcel(0, 2).id }).code).toBe("too_far");
    expect(town.act(ADA, "claim", { parcel: "prc_1zzzzzz" }).code).toBe("unknown_parcel");
    expect(town.act(PAT, "claim", { parcel: "prc_1zzzzzz" }).code).toBe("unknown_parcel");
    expect(town.act(PAT, "claim", { parcel: "prc_2000000" }).code).toBe("unknown_parcel");
    for (let n = 0; n < 5; n++)
      expect(town.act(ADA, "claim", { parcel: town.parcel(n).id }).code).toBe("applied");
    expect(town.act(ADA, "claim", { parcel: town.parcel(6).id }).code).toBe("insufficient_funds");
    for (let n = 6; n < 11; n++)
      expect(town.act(PAT, "claim", { parcel: town.parcel(n).id }).code).toBe("applied");
    expect(town.act(PAT, "claim", { parcel: town.parcel(11).id }).code).toBe("insufficient_funds");
    expect([town.purse(ADA), town.bank(PAT)]).toEqual([0, 0]);
  });

  test("[ES-7] what is for sale is sold at its price, never above what the buyer allows; change comes back", () => {
    const town = new EstateTown();
    const { id } = town.parcel(0);
    expect(town.act(ADA, "list", { parcel: id, price_cents: 20_000 }).code).toBe("not_owner");
    expect(town.act(PAT, "purchase", { parcel: id, max_cents: 20_000 }).code).toBe("not_for_sale");
    town.act(ADA, "claim", { parcel: id });
    expect(town.act(PAT, "purchase", { parcel: id, max_cents: 20_000 }).code).toBe("not_for_sale");
    expect(town.act(ADA, "unlist", { parcel: id }).code).toBe("not_for_sale");
    town.act(ADA, "list", { parcel: id, price_cents: 20_000 });
    expect(town.act(ADA, "purchase", { parcel: id, max_cents: 20_000 }).code).toBe("bad_target");
    expect(town.act(PAT, "purchase", { parcel: id, max_cents: 19_999 }).code).toBe("price_too_high");
    expect(town.act(PAT, "purchase", { parcel: id, max_cents: 90_000 }).code).toBe("insufficient_funds");
    expect(town.act(PAT, "unlist", { parcel: id }).code).toBe("not_owner");
    expect(town.act(PAT, "purchase", { parcel: id, max_cents: 30_000 })).toMatchObject({
      code: "applied",
      effects: { cost_cents: 20_000 },
    });
    town.step();
    expect([town.deed(0, "owner"), town.deed(0, "priceCents")]).toEqual([PAT, -1]);
    expect([town.purse(ADA), town.bank(PAT)]).toEqual([GRANT_CENTS - CLAIM + 20_000, GRANT_CENTS - 20_000]);
    town.act(PAT, "list", { parcel: id, price_cents: 1_000 });
    expect(town.act(PAT, "unlist", { parcel: id }).code).toBe("applied");
    town.act(PAT, "list", { parcel: id, price_cents: 1_000 });
    expect(town.act(BEN, "purchase", { parcel: id, max_cents: 1_000 }).code).toBe("applied");
    town.step(2);
    expect([town.bank(PAT), town.purse(BEN)]).toEqual([GRANT_CENTS - 19_000, GRANT_CENTS - 1_000]);
  });
});

describe("offers", () => {
  test("[ES-8] an offer's money is set aside; a higher one, the owner, the bidder or time sends it back", () => {
    const town = new EstateTown();
    const { id } = town.parcel(0);
    const offer = (who: number, cents: number) =>
      town.act(who, "offer", { parcel: id, amount_cents: cents, hours: 1 }).code;
    expect(offer(PAT, 100)).toBe("not_for_sale");
    town.act(ADA, "claim", { parcel: id });
    expect(offer(ADA, 100)).toBe("bad_target");
    expect(offer(PAT, GRANT_CENTS + 1)).toBe("insufficient_funds");
    expect(offer(BEN, GRANT_CENTS + 1)).toBe("insufficient_funds");
    expect(offer(PAT, 5_000)).toBe("applied");
    expect([town.bank(PAT), town.deed(0, "offerCents")]).toEqual([GRANT_CENTS - 5_000, 5_000]);
    expect(offer(BEN, 5_000)).toBe("offer_too_low");
    expect(offer(BEN, 6_000)).toBe("applied");
    town.step();
    expect([town.bank(PAT), town.purse(BEN)]).toEqual([GRANT_CENTS, GRANT_CENTS - 6_000]);
    expect(town.act(QUINN, "drop_offer", { parcel: id }).code).toBe("not_owner");
    expect(town.act(ADA, "drop_offer", { parcel: id }).code).toBe("applied");
    expect(town.act(ADA, "drop_offer", { parcel: id }).code).toBe("no_offer");
    expect(town.purse(BEN)).toBe(GRANT_CENTS);
    expect(offer(QUINN, 700)).toBe("applied");
    expect(town.act(QUINN, "drop_offer", { parcel: id }).code).toBe("applied");
    expect(offer(QUINN, 700)).toBe("applied");
    town.step(62);
    expect([town.bank(QUINN), town.deed(0, "offerBy")]).toEqual([GRANT_CENTS, -1]);
  });

  test("[ES-8] the owner sells to the bidder, for no less than it says", () => {
    const town = new EstateTown();
    const { id } = town.parcel(0);
    town.act(ADA, "claim", { parcel: id });
    expect(town.act(ADA, "accept_offer", { parcel: id, min_cents: 1 }).code).toBe("no_offer");
    town.act(PAT, "offer", { parcel: id, amount_cents: 7_000, hours: 5 });
    expect(town.act(PAT, "accept_offer", { parcel: id, min_cents: 1 }).code).toBe("not_owner");
    expect(town.act(ADA, "accept_offer", { parcel: id, min_cents: 7_001 }).code).toBe("offer_too_low");
    expect(town.act(ADA, "accept_offer", { parcel: id, min_cents: 7_000 }).code).toBe("applied");
    expect([town.deed(0, "owner"), town.purse(ADA), town.bank(PAT)]).toEqual([
      PAT,
      GRANT_CENTS - CLAIM + 7_000,
      GRANT_CENTS - 7_000,
    ]);
  });
});

describe("leases", () => {
  test("[ES-9] a tenant pays the first day at once and every day after; who cannot leaves", () => {
    const town = new EstateTown();
    const { id } = town.parcel(0);
    const lease = (who: number, most: number) =>
      town.act(who, "lease", { parcel: id, max_rent_cents: most }).code;
    expect(town.act(ADA, "let", { parcel: id, rent_cents: 100, days: 2 }).code).toBe("not_owner");
    town.act(ADA, "claim", { parcel: id });
    expect(lease(PAT, 100)).toBe("not_to_let");
    town.act(ADA, "let", { parcel: id, rent_cents: 20_000, days: 2 });
    expect(lease(ADA, 20_000)).toBe("bad_target");
    expect(lease(PAT, 19_000)).toBe("price_too_high");
    expect(lease(PAT, GRANT_CENTS + 1)).toBe("insufficient_funds");
    expect(lease(PAT, 30_000)).toBe("applied");
    expect(lease(BEN, 30_000)).toBe("leased");
    town.step();
    expect(town.bank(PAT)).toBe(GRANT_CENTS - 20_000);
    expect(town.act(ADA, "end_lease", { parcel: id }).code).toBe("leased");
    expect(town.act(QUINN, "end_lease", { parcel: id }).code).toBe("not_owner");
    // Three nights' books: the second day is paid, the third only in part.
    town.step(1_440);
    expect([town.bank(PAT), town.deed(0, "tenant")]).toEqual([GRANT_CENTS - 40_000, PAT]);
    town.step(1_440);
    expect([town.bank(PAT), town.deed(0, "tenant")]).toEqual([0, -1]);
    expect(town.act(ADA, "end_lease", { parcel: id }).code).toBe("not_leased");
    // Two nights' tax; what came last is paid out the night after.
    const owned = town.purse(ADA) + town.deed(0, "balanceCents");
    expect(owned).toBe(GRANT_CENTS - CLAIM + GRANT_CENTS - 2 * propertyTaxCents(100_000));
  });

  test("[ES-9] the tenant may leave at any time, the owner end it when it has run out", () => {
    const town = new EstateTown();
    const { id } = town.parcel(0);
    town.act(PAT, "claim", { parcel: id });
    town.act(PAT, "let", { parcel: id, rent_cents: 10, days: 1 });
    expect(town.act(ADA, "lease", { parcel: id, max_rent_cents: 10 }).code).toBe("applied");
    expect(town.act(ADA, "end_lease", { parcel: id }).code).toBe("applied");
    town.act(ADA, "lease", { parcel: id, max_rent_cents: 10 });
    town.step(1_440);
    expect(town.act(PAT, "end_lease", { parcel: id }).code).toBe("applied");
    expect(town.act(PAT, "let", { parcel: id, rent_cents: 0, days: 1 }).code).toBe("applied");
    expect(town.act(ADA, "lease", { parcel: id, max_rent_cents: 10 }).code).toBe("not_to_let");
  });
});

describe("give and dress", () => {
  test("[ES-10] gifts reach whoever City Hall knows, and nobody else", () => {
    const town = new EstateTown();
    const { id } = town.parcel(0);
    const give = (who: number, to: string) => town.act(who, "give", { parcel: id, to }).code;
    expect(give(ADA, partyId(BEN))).toBe("not_owner");
    expect(give(PAT, partyId(BEN))).toBe("not_owner");
    town.act(ADA, "claim", { parcel: id });
    expect(give(ADA, GHOST)).toBe("account_missing");
    expect(give(ADA, partyId(3))).toBe("unknown_agent");
    expect(give(ADA, partyId(ADA))).toBe("bad_target");
    expect(give(ADA, partyId(PAT))).toBe("applied");
    expect(give(PAT, GHOST)).toBe("account_missing");
    expect(give(PAT, partyId(BEN))).toBe("applied");
    expect(town.deed(0, "owner")).toBe(BEN);
    expect(town.act(ADA, "give", { parcel: town.parcel(1, 2).id, to: partyId(PAT) }).code).toBe("too_far");
  });

  test("[ES-11] the owner dresses a parcel, while it is leased its tenant; texts go out with the step", () => {
    const town = new EstateTown();
    const { id, index } = town.parcel(0);
    expect(town.act(ADA, "dress", { parcel: id, colour: "#102030" }).code).toBe("not_owner");
    town.act(ADA, "claim", { parcel: id });
    expect(town.act(ADA, "dress", { parcel: id, colour: "#102030", use: "food", title: "Ada's" }).code).toBe(
      "applied",
    );
    expect([town.deed(0, "colour"), town.deed(0, "use")]).toEqual([0x102030, 3]);
    expect(town.outputs[TOWN]?.deedTexts).toEqual([{ parcel: index, title: "Ada's", sign: undefined }]);
    town.act(ADA, "let", { parcel: id, rent_cents: 10, days: 1 });
    town.act(PAT, "lease", { parcel: id, max_rent_cents: 10 });
    expect(town.act(ADA, "dress", { parcel: id, colour: null }).code).toBe("not_owner");
    expect(town.act(PAT, "dress", { parcel: id, colour: null, use: null, title: null }).code).toBe("applied");
    expect([town.deed(0, "colour"), town.deed(0, "use")]).toEqual([-1, -1]);
  });
});

describe("money", () => {
  test("[ES-12] transfers reach accounts that are there; what cannot arrive comes back", () => {
    const town = new EstateTown();
    const send = (who: number, to: string, cents: number) =>
      town.act(who, "transfer", { to, amount_cents: cents }).code;
    expect(send(PAT, partyId(QUINN), 1_000)).toBe("applied");
    expect(send(PAT, partyId(PAT), 1_000)).toBe("bad_target");
    expect(send(PAT, partyId(PAT + 9), 1_000)).toBe("account_missing");
    expect(send(PAT, partyId(3), 1_000)).toBe("unknown_agent");
    expect(send(PAT, partyId(ADA), GRANT_CENTS)).toBe("insufficient_funds");
    expect(send(ADA, partyId(QUINN), GRANT_CENTS + 1)).toBe("insufficient_funds");
    expect(send(ADA, partyId(QUINN), 500)).toBe("applied");
    expect(send(ADA, GHOST, 500)).toBe("account_missing");
    expect(send(ADA, partyId(ADA), 300)).toBe("applied");
    town.step();
    expect([town.bank(QUINN), town.bank(ADA), town.purse(ADA)]).toEqual([
      GRANT_CENTS + 1_500,
      300,
      GRANT_CENTS - 800,
    ]);
    expect(town.act(ADA, "withdraw", { amount_cents: 301 }).code).toBe("insufficient_funds");
    expect(town.act(ADA, "withdraw", { amount_cents: 300 }).code).toBe("applied");
    expect(town.act(PAT, "withdraw", { amount_cents: 1 }).code).toBe("bad_target");
    town.step();
    expect([town.bank(ADA), town.purse(ADA)]).toEqual([0, GRANT_CENTS - 500]);
  });

  test("[ES-13] a person does nothing in the streets, and no more than some orders a tick", () => {
    const town = new EstateTown();
    expect(town.act(PAT, "look", {}).code).toBe("not_here");
    for (let n = 0; n < 9; n++) town.queue(PAT, "transfer", { to: partyId(QUINN), amount_cents: 1 });
    town.step();
    expect(town.outputs[0]?.results.map((result) => result.code)).toEqual([
      ...Array.from({ length: 8 }, () => "applied"),
      "rate_limited",
    ]);
  });

  test("[ES-14] each night a deed takes its rents, pays its tax and gives its owner the rest, or the owner pays what it lacks", () => {
    const town = new EstateTown();
    const { plan, places, residents } = town.city.ctx;
    const own = [...(places.buildingsOf[2] ?? [])];
    const shop = own.findIndex((building) => plan.buildings.jobs[building] !== 0);
    const homes = own.map((building) => ({
      homes: plan.buildings.homes[building] ?? 0,
      lived: residents.home.filter((home) => home === building).length,
    }));
    const empty = homes.findIndex(({ homes: rooms, lived }) => rooms > 0 && lived === 0);
    const full = homes.findIndex(({ lived }) => lived > 0);
    const night = (local: number): number => {
      expect(town.act(PAT, "claim", { parcel: town.parcel(local, 2).id }).code).toBe("applied");
      const before = town.bank(PAT);
      town.step(1_440);
      // Rents of the new day lie in the deed's account, and go to whoever owned it until now.
      expect(town.act(PAT, "give", { parcel: town.parcel(local, 2).id, to: partyId(QUINN) }).code).toBe(
        "applied",
      );
      town.step();
      return town.bank(PAT) - before;
    };
    const tax = propertyTaxCents(100_000);
    expect(night(shop)).toBe(groundRentCents(100_000, 1_000_000) - tax);
    expect(night(empty)).toBe(-tax);
    expect(night(full)).toBeGreaterThan(0);
  });
});

test("[ES-15] what can be had of the parcel at hand is offered with its price", () => {
  const town = new EstateTown();
  const kinds = (agent: number) =>
    availableActions(town.city.ctx, town.state(), agent).flatMap(({ kind, costCents }) =>
      kind === "claim" || kind === "purchase" || kind === "lease" ? [[kind, costCents]] : [],
    );
  const { id } = town.parcel(0);
  expect(kinds(ADA)).toEqual([["claim", CLAIM]]);
  town.act(BEN, "claim", { parcel: id });
  expect(kinds(ADA)).toEqual([]);
  town.act(BEN, "list", { parcel: id, price_cents: 12_000 });
  town.act(BEN, "let", { parcel: id, rent_cents: 70, days: 3 });
  expect(kinds(ADA)).toEqual([
    ["purchase", 12_000],
    ["lease", 70],
  ]);
  expect(kinds(BEN)).toEqual([]);
  town.act(BEN, "list", { parcel: id, price_cents: 900_000 });
  expect(kinds(ADA)).toEqual([["lease", 70]]);
});
