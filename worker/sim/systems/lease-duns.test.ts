import { describe, expect, test } from "vitest";
import { assertExists } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { claimCents, propertyTaxCents } from "#city/world/estate.ts";
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
import { decodeEntries, type Entry, encodeEntries } from "../entries.ts";
import { step } from "../step.ts";
import { CITY_HALL, type Letter } from "../types.ts";

const CLAIM = claimCents(100_000);
const TAX = propertyTaxCents(100_000);
const RENT = 70;
const TICK_MS = 600_000;
const DAY_TICKS = 144;
/** Where the tenant is when books are closed in TOWN. */
const FAR = 2;
/** The bill is sent when books are closed; City Hall takes it up a tick later, and purses are asked in the one after. */
const DUN_TICKS = 2;
/** A tick later what a purse elsewhere paid is there. */
const DUE_TICKS = DUN_TICKS + 1;

/** A town in which PAT has let a parcel, that nothing is earned on, for a day and on to somebody, who has paid one rent. */
class Lease {
  readonly town = new EstateTown({ tickMs: TICK_MS });
  readonly id: string;
  readonly index: number;
  readonly #nth: number;

  constructor(tenant: number) {
    this.#nth = assertExists(bareParcels(this.town, TOWN)[0], "parcel");
    const { id, index } = this.town.parcel(this.#nth);
    this.id = id;
    this.index = index;
    const parcel = this.id;
    this.town.act(PAT, "claim", { parcel });
    this.town.act(PAT, "let", { parcel, rent_cents: RENT, days: 1 });
    expect(this.town.act(tenant, "lease", { parcel, max_rent_cents: RENT }).code).toBe("applied");
  }

  /** Leaves an agent with so much in its purse. */
  keep(agent: number, cents: number): void {
    const amount_cents = this.town.purse(agent) - cents;
    expect(this.town.act(agent, "transfer", { to: partyId(QUINN), amount_cents }).code).toBe("applied");
  }

  /** Steps until books are closed: the bill is out. */
  toBooks(): void {
    while (this.fact("rentAskedCents") === 0) this.town.step();
  }

  fact(column: Parameters<EstateTown["deed"]>[1]): number {
    return this.town.deed(this.#nth, column);
  }

  /** What the parcel has brought its first owner until now. */
  earned(): number {
    return this.town.bank(PAT) + this.fact("balanceCents") - (GRANT_CENTS - CLAIM);
  }
}

/** The same, let to an agent that is elsewhere with so many cents left, after books were closed. */
function dunned(leftCents: number): Lease {
  const lease = new Lease(ADA);
  lease.keep(ADA, leftCents);
  lease.town.move(ADA, FAR);
  lease.toBooks();
  return lease;
}

describe("rent of an agent that is in another district", () => {
  test("[ES-26] is paid by its purse, to the cent and night after night, halted or not: it keeps the lease, and the owner gets the rent", () => {
    const lease = new Lease(ADA);
    const { town } = lease;
    town.move(ADA, FAR);
    town.ask(ADA, "halt", { halted: 1 });
    const { kinds, letters } = town.watch(3 * DAY_TICKS);
    expect(kinds).toEqual([]);
    expect([lease.fact("tenant"), town.purse(ADA), town.bank(ADA)]).toEqual([ADA, GRANT_CENTS - 4 * RENT, 0]);
    expect(lease.earned()).toBe(4 * RENT - 3 * TAX);
    expect([lease.fact("rentAskedCents"), lease.fact("rentDunUntilTick")]).toEqual([0, -1]);
    const duns = letters.filter(({ kind, to }) => kind === "dun" && to === TOWN);
    expect(duns.map((letter) => decodeEntries("dun", letter))).toMatchObject(
      Array.from({ length: 3 }, () => [{ who: ADA, cents: RENT, cause: "lease" }]),
    );
  });

  test("[ES-26] is asked for once: what the account paid is not", () => {
    const lease = new Lease(ADA);
    const { town } = lease;
    town.move(ADA, FAR);
    town.act(QUINN, "transfer", { to: partyId(ADA), amount_cents: RENT - 3 });
    town.watch(DAY_TICKS);
    expect([lease.fact("tenant"), town.bank(ADA), town.purse(ADA)]).toEqual([ADA, 0, GRANT_CENTS - RENT - 3]);
  });

  test("[ES-26] costs the lease when it is not all paid in time, not before; what was paid stays with the deed", () => {
    const lease = dunned(RENT - 1);
    const { town } = lease;
    expect(town.watch(DUN_TICKS + LIMITS.dunTicksMax - 1).kinds).toEqual([]);
    expect([lease.fact("tenant"), lease.fact("rentAskedCents"), town.purse(ADA)]).toEqual([ADA, 1, 0]);
    expect(town.watch(1).kinds).toEqual(["lease_ended"]);
    expect([lease.fact("tenant"), lease.fact("rentAskedCents")]).toEqual([-1, 0]);
    expect(lease.earned()).toBe(RENT - TAX + RENT - 1);
  });
});

describe("while rent is on its way", () => {
  const LEFT = 500;

  test("[ES-26] a lease that ends costs nothing: the rent comes back to who had it, and the next tenant owes none of it", () => {
    const lease = dunned(LEFT);
    const { town, id } = lease;
    town.step();
    town.queue(PAT, "end_lease", { parcel: id });
    town.step();
    town.queue(BEN, "lease", { parcel: id, max_rent_cents: RENT });
    town.step();
    expect([lease.fact("tenant"), town.purse(ADA)]).toEqual([BEN, LEFT - RENT]);
    town.watch(LIMITS.dunTicksMax + DUE_TICKS);
    expect([lease.fact("tenant"), town.purse(ADA) + town.bank(ADA)]).toEqual([BEN, LEFT]);
    expect(lease.earned()).toBe(2 * RENT - TAX);
  });

  test("[ES-26] an owner that ends the lease keeps what was paid, and the time to pay ends with it", () => {
    const lease = dunned(RENT - 1);
    const { town, id } = lease;
    town.step(DUE_TICKS);
    expect(lease.fact("rentDunUntilTick")).toBeGreaterThan(town.city.tick);
    expect(town.act(PAT, "end_lease", { parcel: id }).code).toBe("applied");
    expect([lease.fact("rentAskedCents"), lease.fact("rentDunUntilTick")]).toEqual([0, -1]);
    expect(lease.earned()).toBe(2 * RENT - 1 - TAX);
  });

  test("[ES-26] what comes late, and is not the tenant's or more than is asked for, goes back", () => {
    const lease = dunned(0);
    const { city } = lease.town;
    const about = lease.index;
    const due = (from: number, entry: Entry): Letter => {
      const { tick } = city;
      return { from, to: TOWN, tick, seq: 1, kind: "due", cents: entry.cents, body: encodeEntries([entry]) };
    };
    const { letters } = step(city.ctx, lease.town.state(), {
      tick: city.tick + 1,
      letters: [
        due(CITY_HALL, { who: QUINN, cents: 40, cause: "lease", about }),
        due(FAR, { who: ADA, cents: RENT + 5, cause: "lease", about }),
      ],
      actions: [],
      closedBorders: [],
    });
    expect([lease.fact("tenant"), lease.fact("rentDunUntilTick")]).toEqual([ADA, -1]);
    expect([lease.fact("rentAskedCents"), lease.fact("balanceCents")]).toEqual([0, RENT]);
    const back = letters.filter(({ kind }) => kind === "payment");
    expect(back.flatMap((letter) => decodeEntries("payment", letter))).toEqual([
      { who: QUINN, cents: 40, cause: "change", about },
      { who: ADA, cents: 5, cause: "change", about },
    ]);
  });

  test("[ES-26] another owner gets it, and the lease goes on", () => {
    const lease = dunned(LEFT);
    const { town, id } = lease;
    town.queue(PAT, "give", { parcel: id, to: partyId(QUINN) });
    expect(town.watch(LIMITS.dunTicksMax + DUE_TICKS).kinds).toEqual(["given"]);
    expect([lease.fact("tenant"), lease.fact("balanceCents")]).toEqual([ADA, RENT]);
    expect([lease.earned() - RENT, town.purse(ADA) + town.bank(ADA)]).toEqual([RENT - TAX, LEFT - RENT]);
  });

  test("[ES-26] a tenant that becomes the owner has it back", () => {
    const lease = dunned(LEFT);
    const { town, id } = lease;
    town.queue(PAT, "give", { parcel: id, to: partyId(ADA) });
    town.watch(LIMITS.dunTicksMax + DUE_TICKS);
    expect([lease.fact("owner"), lease.fact("tenant"), lease.fact("balanceCents")]).toEqual([ADA, -1, 0]);
    expect(town.purse(ADA) + town.bank(ADA)).toBe(LEFT);
  });

  test("[ES-26] what a tenant has that retires goes to the heir, and the lease ends", () => {
    const lease = dunned(LEFT);
    const { town } = lease;
    const before = town.bank(QUINN);
    town.system(ADA, "retire", { heir: QUINN });
    town.watch(LIMITS.dunTicksMax + DUE_TICKS);
    expect([lease.fact("tenant"), lease.earned(), town.bank(QUINN) - before]).toEqual([-1, RENT - TAX, LEFT]);
  });
});

describe("rent of an agent that is at home", () => {
  test("[ES-26] is paid by purse, account and what the purse has had since, one after the other", () => {
    const lease = new Lease(ADA);
    const { town } = lease;
    lease.keep(ADA, 30);
    town.act(QUINN, "transfer", { to: partyId(ADA), amount_cents: 25 });
    lease.toBooks();
    expect([town.purse(ADA), lease.fact("rentAskedCents")]).toEqual([0, RENT - 30]);
    town.queue(BEN, "pay", { to: partyId(ADA), amount_cents: 20 });
    expect(town.watch(LIMITS.dunTicksMax + DUE_TICKS).kinds).toEqual([]);
    expect([lease.fact("tenant"), town.bank(ADA), town.purse(ADA)]).toEqual([ADA, 0, 20 - (RENT - 30 - 25)]);
    expect(lease.earned()).toBe(2 * RENT - TAX);
  });

  test("[ES-26] is not taken for a lease that it has ended", () => {
    const lease = new Lease(ADA);
    const { town, id } = lease;
    lease.keep(ADA, 0);
    lease.toBooks();
    town.queue(BEN, "pay", { to: partyId(ADA), amount_cents: 200 });
    town.queue(ADA, "end_lease", { parcel: id });
    expect(town.watch(LIMITS.dunTicksMax + DUE_TICKS).kinds).toEqual(["lease_ended"]);
    expect([town.purse(ADA), lease.earned()]).toEqual([200, RENT - TAX]);
  });
});

test("[ES-9] a person, who has no purse, leaves with City Hall's answer, and nobody is dunned", () => {
  const lease = new Lease(QUINN);
  const { town } = lease;
  town.act(QUINN, "transfer", { to: partyId(ADA), amount_cents: town.bank(QUINN) - 30 });
  lease.toBooks();
  const { kinds, letters } = town.watch(DUN_TICKS);
  expect(kinds).toEqual(["lease_ended"]);
  expect(letters.filter(({ kind }) => kind === "dun")).toEqual([]);
  expect([town.bank(QUINN), lease.earned()]).toEqual([0, RENT - TAX + 30]);
});
