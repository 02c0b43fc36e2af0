import { describe, expect, test } from "vitest";
import { assertExists } from "#city/assert.ts";
import { ARREARS_DAYS_MAX, claimCents, propertyTaxCents } from "#city/world/estate.ts";
import {
  ADA,
  bareParcels,
  EstateTown,
  GRANT_CENTS,
  PAT,
  partyId,
  QUINN,
  TOWN,
} from "#tests/util/estate-town.ts";

const CLAIM = claimCents(100_000);
const TAX = propertyTaxCents(100_000);
const TICK_MS = 600_000;
const DAY_TICKS = 144;
/** District of the people's parcels. */
const FAR = 2;

/** The first parcel of a district that nothing is earned on. */
function bareParcel(town: EstateTown, district: number): number {
  return assertExists(bareParcels(town, district)[0], "bare parcel");
}

/** A town in which a person owns such a parcel, and has so many cents left. */
function poorOwner(leftCents: number): {
  readonly town: EstateTown;
  readonly id: string;
  readonly nth: number;
} {
  const town = new EstateTown({ tickMs: TICK_MS });
  const nth = bareParcel(town, FAR);
  const { id } = town.parcel(nth, FAR);
  expect(town.act(PAT, "claim", { parcel: id }).code).toBe("applied");
  const amount_cents = GRANT_CENTS - CLAIM - leftCents;
  expect(town.act(PAT, "transfer", { to: partyId(QUINN), amount_cents }).code).toBe("applied");
  return { town, id, nth };
}

/** Deed changes of the steps up to the next night's books and City Hall's answer. */
function night(town: EstateTown): string[] {
  const kinds: string[] = [];
  for (let tick = 0; tick < DAY_TICKS; tick++) {
    town.step();
    for (const { deedChanges } of town.outputs) kinds.push(...deedChanges.map(({ kind }) => kind));
  }
  return kinds;
}

describe("arrears", () => {
  test("[ES-22] tax that neither deed nor owner can pay is owed, to the cent, and grows", () => {
    const { town, nth } = poorOwner(TAX + 20);
    const arrears = () => [town.deed(nth, "arrearsCents", FAR), town.bank(PAT)];
    expect(night(town)).toEqual([]);
    expect(arrears()).toEqual([0, 20]);
    expect(night(town)).toEqual(["tax_owed"]);
    expect(arrears()).toEqual([TAX - 20, 0]);
    expect(night(town)).toEqual([]);
    expect(arrears()).toEqual([2 * TAX - 20, 0]);
    expect(town.deed(nth, "askedCents", FAR)).toBe(0);
  });

  test("[ES-22] what the owner's account has on the next tax day pays what is owed before all else", () => {
    const { town, nth } = poorOwner(0);
    night(town);
    night(town);
    town.act(QUINN, "transfer", { to: partyId(PAT), amount_cents: 3 * TAX - 5 });
    // The old days are paid, and of the new one something lacks.
    expect(night(town)).toEqual(["tax_settled", "tax_owed"]);
    expect([town.deed(nth, "arrearsCents", FAR), town.bank(PAT)]).toEqual([5, 0]);
    town.act(QUINN, "transfer", { to: partyId(PAT), amount_cents: 500 });
    expect(night(town)).toEqual(["tax_settled"]);
    expect([town.deed(nth, "arrearsCents", FAR), town.deed(nth, "arrearsDay", FAR)]).toEqual([0, -1]);
    expect(town.bank(PAT)).toBe(500 - TAX - 5);
  });

  test("[ES-22] what a parcel takes in pays its arrears before its owner", () => {
    const { town, id, nth } = poorOwner(0);
    expect(town.act(PAT, "let", { parcel: id, rent_cents: 10, days: 30 }).code).toBe("applied");
    expect(town.act(QUINN, "lease", { parcel: id, max_rent_cents: 10 }).code).toBe("applied");
    night(town);
    expect(town.deed(nth, "arrearsCents", FAR)).toBeLessThan(TAX);
    expect(town.deed(nth, "tenant", FAR)).toBe(QUINN);
    expect([town.bank(PAT), town.deed(nth, "balanceCents", FAR)]).toEqual([0, 0]);
  });

  test("[ES-23] with arrears a parcel is off the market and can be neither sold nor given nor let, until they are paid", () => {
    const { town, id, nth } = poorOwner(0);
    town.act(PAT, "list", { parcel: id, price_cents: 900 });
    town.act(PAT, "let", { parcel: id, rent_cents: 10, days: 3 });
    town.act(QUINN, "offer", { parcel: id, amount_cents: 700, hours: 24 * 20 });
    night(town);
    const codes = () => [
      town.act(QUINN, "purchase", { parcel: id, max_cents: 900 }).code,
      town.act(QUINN, "lease", { parcel: id, max_rent_cents: 10 }).code,
      town.act(PAT, "list", { parcel: id, price_cents: 900 }).code,
      town.act(PAT, "let", { parcel: id, rent_cents: 10, days: 3 }).code,
      town.act(PAT, "give", { parcel: id, to: partyId(QUINN) }).code,
      town.act(PAT, "accept_offer", { parcel: id, min_cents: 700 }).code,
    ];
    expect(codes()).toEqual(["not_for_sale", "not_to_let", "tax_owed", "tax_owed", "tax_owed", "tax_owed"]);
    expect(town.act(PAT, "dress", { parcel: id, title: "Mine" }).code).toBe("applied");
    town.act(QUINN, "transfer", { to: partyId(PAT), amount_cents: 500 });
    night(town);
    expect(town.deed(nth, "arrearsCents", FAR)).toBe(0);
    expect(town.act(PAT, "accept_offer", { parcel: id, min_cents: 700 }).code).toBe("applied");
    expect(town.deed(nth, "owner", FAR)).toBe(QUINN);
  });

  test("[ES-23] an heir takes a parcel over with what is owed on it", () => {
    const town = new EstateTown({ tickMs: TICK_MS });
    const nth = bareParcel(town, TOWN);
    town.act(ADA, "claim", { parcel: town.parcel(nth).id });
    town.act(ADA, "transfer", { to: partyId(QUINN), amount_cents: town.purse(ADA) });
    expect(night(town)).toEqual(["tax_owed"]);
    town.ask(ADA, "retire", { heir: PAT });
    town.step(4);
    expect([town.deed(nth, "owner"), town.deed(nth, "arrearsCents")]).toEqual([PAT, TAX]);
  });
});

describe("a parcel that stays unpaid", () => {
  test("[ES-24] falls back to the city after so many days; the offer for it goes back, nothing is owed any more, and it can be claimed anew", () => {
    const { town, id, nth } = poorOwner(0);
    night(town);
    town.act(QUINN, "offer", { parcel: id, amount_cents: 700, hours: 24 * 20 });
    const held = town.bank(QUINN);
    for (let day = 1; day < ARREARS_DAYS_MAX; day++) expect(night(town)).toEqual([]);
    expect(town.deed(nth, "owner", FAR)).toBe(PAT);
    expect(night(town)).toEqual(["offer_dropped", "forfeited"]);
    const facts = [
      "owner",
      "arrearsCents",
      "arrearsDay",
      "askedCents",
      "balanceCents",
      "offerCents",
    ] as const;
    expect(facts.map((fact) => town.deed(nth, fact, FAR))).toEqual([-1, 0, -1, 0, 0, 0]);
    expect([town.bank(QUINN), town.bank(PAT)]).toEqual([held + 700, 0]);
    expect(town.act(QUINN, "claim", { parcel: id }).code).toBe("applied");
    expect(night(town)).toEqual([]);
  });

  test("[ES-24] the account is asked once more before: who pays in time keeps it", () => {
    const { town, nth } = poorOwner(0);
    for (let day = 0; day < ARREARS_DAYS_MAX; day++) night(town);
    town.act(QUINN, "transfer", { to: partyId(PAT), amount_cents: 1_000 });
    expect(night(town)).toEqual(["tax_settled"]);
    expect([town.deed(nth, "owner", FAR), town.bank(PAT)]).toEqual([
      PAT,
      1_000 - (ARREARS_DAYS_MAX + 1) * TAX,
    ]);
  });
});

test("[ES-22] money that comes for tax that is no longer owed goes back to whoever paid it", () => {
  const { town, id, nth } = poorOwner(2 * TAX);
  // Books are closed at 03:00: the bill is out, City Hall has not answered.
  while (town.deed(nth, "askedCents", FAR) === 0) town.step();
  expect(town.act(PAT, "give", { parcel: id, to: partyId(QUINN) }).code).toBe("applied");
  town.step(4);
  expect([town.deed(nth, "owner", FAR), town.deed(nth, "askedCents", FAR), town.bank(PAT)]).toEqual([
    QUINN,
    0,
    TAX,
  ]);
});
