import { describe, expect, test } from "vitest";
import { assertExists } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { ARREARS_DAYS_MAX, claimCents, propertyTaxCents } from "#city/world/estate.ts";
import {
  ADA,
  BEN,
  bareParcels,
  EstateTown,
  GRANT_CENTS,
  PAT,
  partyId,
  QUINN,
  TOWN,
} from "#tests/util/estate-town.ts";
import { decodeEntries } from "../entries.ts";
import { CITY_HALL, type LedgerLine, type Letter } from "../types.ts";

const CLAIM = claimCents(100_000);
const TAX = propertyTaxCents(100_000);
const TICK_MS = 600_000;
const DAY_TICKS = 144;
/** Where the agent is when its parcels in TOWN are taxed. */
const FAR = 2;
const FARTHER = 3;
/** In this tick books are closed for the first time. */
const BOOKS_TICK = 102;
/** After the bill is sent City Hall takes it up in the next tick, and purses are asked in the one after. */
const DUN_TICKS = 2;

interface Away {
  readonly town: EstateTown;
  /** Parcels of hers that nothing is earned on. */
  readonly mine: readonly { readonly id: string; readonly local: number }[];
}

/** A town in which an agent owns so many parcels, has all its money in its purse, and is at home. */
function owner(parcels = 1): Away {
  const town = new EstateTown({ tickMs: TICK_MS });
  const mine = bareParcels(town, TOWN)
    .slice(0, parcels)
    .map((nth) => town.parcel(nth));
  for (const { id } of mine) expect(town.act(ADA, "claim", { parcel: id }).code).toBe("applied");
  return { town, mine };
}

/** The same agent in another district, with so many cents left in its purse. */
function away(parcels = 1, leftCents: number | null = null): Away {
  const { town, mine } = owner(parcels);
  if (leftCents !== null) {
    const amount_cents = town.purse(ADA) - leftCents;
    expect(town.act(ADA, "transfer", { to: partyId(QUINN), amount_cents }).code).toBe("applied");
  }
  town.move(ADA, FAR);
  return { town, mine };
}

/** Steps until books are closed: the bill is out. */
function toBooks({ town, mine }: Away): void {
  const first = assertExists(mine[0], "parcel").local;
  while (town.deed(first, "askedCents") === 0) town.step();
}

function dunsOf(letters: readonly Letter[]): Letter[] {
  return letters.filter(({ kind }) => kind === "dun");
}

function arrears({ town, mine }: Away): number[] {
  return mine.map(({ local }) => town.deed(local, "arrearsCents"));
}

describe("tax of an agent that is in another district", () => {
  test("[ES-25] is paid by its purse, to the cent: nothing is owed, and what it has for sale stays so", () => {
    const self = owner(2);
    const { town, mine } = self;
    const { id, local } = assertExists(mine[1], "parcel");
    town.act(ADA, "list", { parcel: id, price_cents: 900 });
    town.move(ADA, FAR);
    const lines: LedgerLine[] = [];
    toBooks(self);
    for (let tick = 0; tick <= LIMITS.dunTicksMax + DUN_TICKS; tick++) {
      const { kinds } = town.watch(1);
      expect(kinds).toEqual([]);
      lines.push(...town.outputs.flatMap(({ ledger }) => ledger.filter(({ account }) => account === ADA)));
    }
    expect(town.purse(ADA)).toBe(GRANT_CENTS - 2 * CLAIM - 2 * TAX);
    expect(arrears(self)).toEqual([0, 0]);
    const facts = ["askedCents", "dunUntilTick", "priceCents"] as const;
    expect(facts.map((fact) => town.deed(local, fact))).toEqual([0, -1, 900]);
    expect(lines).toMatchObject(
      mine.map(({ local: nth }) => ({
        cause: "property_tax",
        amountCents: -TAX,
        counterparty: town.parcel(nth).index,
      })),
    );
  });

  test("[ES-25] is paid by the account first, and by the purse of a halted agent too", () => {
    const self = away();
    const { town } = self;
    expect(town.act(QUINN, "transfer", { to: partyId(ADA), amount_cents: TAX - 3 }).code).toBe("applied");
    town.ask(ADA, "halt", { halted: 1 });
    town.watch(DAY_TICKS);
    expect([town.bank(ADA), town.purse(ADA)]).toEqual([0, GRANT_CENTS - CLAIM - 3]);
    expect(arrears(self)).toEqual([0]);
  });

  test("[ES-25] is paid parcel after parcel, as far as the purse reaches; what then lacks is arrears when the time is over, not before", () => {
    const self = away(3, TAX + 7);
    const { town } = self;
    toBooks(self);
    expect(town.watch(DUN_TICKS + LIMITS.dunTicksMax - 1).kinds).toEqual([]);
    expect(town.purse(ADA)).toBe(0);
    expect(arrears(self)).toEqual([0, 0, 0]);
    expect(town.watch(1).kinds).toEqual(["tax_owed", "tax_owed"]);
    expect(arrears(self)).toEqual([0, TAX - 7, TAX]);
  });

  test("[ES-25] old arrears are paid with it, before the parcel would fall back", () => {
    const self = away(1, 0);
    const { town, mine } = self;
    for (let day = 0; day < ARREARS_DAYS_MAX; day++) town.watch(DAY_TICKS);
    expect(arrears(self)).toEqual([ARREARS_DAYS_MAX * TAX]);
    // Through the account into the purse: at books nothing is left at City Hall.
    town.act(QUINN, "transfer", { to: partyId(ADA), amount_cents: 1_000 });
    expect(town.act(ADA, "withdraw", { amount_cents: 1_000 }).code).toBe("applied");
    expect(town.watch(DAY_TICKS).kinds).toEqual(["tax_settled"]);
    expect(town.purse(ADA)).toBe(1_000 - (ARREARS_DAYS_MAX + 1) * TAX);
    expect(town.deed(assertExists(mine[0], "parcel").local, "owner")).toBe(ADA);
  });

  test("[ES-24] a parcel falls back when neither account nor purse could pay, after the purse was asked", () => {
    const self = away(1, 0);
    const { town } = self;
    for (let day = 0; day < ARREARS_DAYS_MAX; day++)
      expect(town.watch(DAY_TICKS).kinds).toEqual(day === 0 ? ["tax_owed"] : []);
    const { kinds, letters } = town.watch(DAY_TICKS);
    expect(kinds).toEqual(["forfeited"]);
    expect(dunsOf(letters)).toHaveLength(3);
    expect(dunsOf(town.watch(DAY_TICKS).letters)).toEqual([]);
  });

  test("[ES-25] is met while it crosses a border: whoever takes in the body when purses are asked pays", () => {
    const trial = waiting().town;
    trial.setOut(ADA, FARTHER);
    const ticksToBorder = stepsUntilUnderWay(trial);
    const self = waiting();
    const { town } = self;
    while (town.city.tick < BOOKS_TICK - ticksToBorder) town.step();
    town.setOut(ADA, FARTHER);
    expect(stepsUntilUnderWay(town)).toBe(ticksToBorder);
    // The duns of this night and the body are in letters that are taken in together.
    expect(dunsOf(town.city.inFlight)).toHaveLength(3);
    town.watch(DUN_TICKS + LIMITS.dunTicksMax);
    expect(town.districtOf(ADA)).toBe(FARTHER);
    expect([town.purse(ADA), ...arrears(self)]).toEqual([GRANT_CENTS - CLAIM - TAX, 0]);
  });
});

/** The agent in another district, at rest. */
function waiting(): Away {
  const self = away();
  self.town.watch(20);
  return self;
}

/** Ticks until the body is in a letter. */
function stepsUntilUnderWay(town: EstateTown): number {
  for (let steps = 0; ; steps++) {
    if (town.city.states.every((state) => !state.slotOf.has(ADA))) return steps;
    town.step();
  }
}

test("[ES-25] what a purse paid and is no longer owed goes back to the agent", () => {
  const self = owner();
  const { town } = self;
  const { id, local } = assertExists(self.mine[0], "parcel");
  town.act(ADA, "let", { parcel: id, rent_cents: 2 * TAX, days: 30 });
  town.move(ADA, FAR);
  toBooks(self);
  // The rent is there with City Hall's answer, when the purse is being asked already.
  town.queue(QUINN, "lease", { parcel: id, max_rent_cents: 2 * TAX });
  town.watch(DUN_TICKS + LIMITS.dunTicksMax);
  expect([town.deed(local, "tenant"), town.deed(local, "balanceCents"), ...arrears(self)]).toEqual([
    QUINN,
    TAX,
    0,
  ]);
  expect([town.purse(ADA), town.bank(ADA)]).toEqual([GRANT_CENTS - CLAIM - TAX, TAX]);
});

test("[ES-25] the purse of an agent at home is asked again: it may have been paid since books were closed", () => {
  const self = owner();
  const { town } = self;
  const amount_cents = town.purse(ADA);
  town.act(ADA, "transfer", { to: partyId(QUINN), amount_cents });
  toBooks(self);
  town.queue(BEN, "pay", { to: partyId(ADA), amount_cents: 60 });
  town.watch(LIMITS.dunTicksMax + DUN_TICKS);
  expect([town.purse(ADA), ...arrears(self)]).toEqual([60 - TAX, 0]);
});

describe("duns", () => {
  test("[ES-25] are one letter a district and tick, with a line for each parcel, and carry no money", () => {
    const { town } = away(3);
    const duns = dunsOf(town.watch(DAY_TICKS).letters);
    expect(duns.map(({ from, to, cents }) => [from, to, cents])).toEqual(
      [1, 2, 3].map((to) => [CITY_HALL, to, 0]),
    );
    for (const letter of duns) {
      const lines = decodeEntries("dun", letter);
      expect(lines.map(({ who, cents }) => [who, cents])).toEqual(
        Array.from({ length: 3 }, () => [ADA, TAX]),
      );
    }
  });

  test("[ES-25] go to nobody whose account paid, and never to people: theirs is owed at City Hall's answer", () => {
    const { town } = away();
    town.act(QUINN, "transfer", { to: partyId(ADA), amount_cents: TAX });
    const nth = assertExists(bareParcels(town, FAR)[0], "parcel");
    town.act(PAT, "claim", { parcel: town.parcel(nth, FAR).id });
    town.act(PAT, "transfer", { to: partyId(QUINN), amount_cents: town.bank(PAT) });
    while (town.deed(nth, "askedCents", FAR) === 0) town.step();
    const { kinds, letters } = town.watch(DUN_TICKS);
    expect(kinds).toEqual(["tax_owed"]);
    expect(dunsOf(letters)).toEqual([]);
  });
});
