import { describe, expect, it } from "vitest";
import type { HistoryLine, ParcelDetail, PartyView } from "#city/protocol/estate-views.ts";
import { centsOf, type OrderValues, offeredOrders, parametersOf } from "./order-specs.ts";
import { pricePoints } from "./price-chart.tsx";

const ada: PartyView = { id: "usr_1ada0000", kind: "person", name: "Ada", mine: true };
const bob: PartyView = { id: "usr_1bob0000", kind: "person", name: "Bob", mine: false };
const parcel: ParcelDetail = {
  id: "prc_1000001",
  building: null,
  address: "1 Quay",
  district: { id: "dst_1", name: "D" },
  neighborhood: { id: "nbh_1", name: "N" },
  use: null,
  x: 0,
  z: 0,
  land_value_cents: 1_000,
  state: "unowned",
  mine: false,
  owner: null,
  price_cents: 100,
  let: null,
  arrears_cents: 0,
  title: null,
  colour: null,
  image: null,
  width_m: 1,
  depth_m: 1,
  facts: null,
  since: null,
  since_tick: null,
  tax_cents: 1,
  arrears_days_left: null,
  ground_rent_cents: null,
  lease: null,
  offer: null,
  has_offer: false,
  balance_cents: null,
  sign: null,
  dressed_use: null,
  waiting: [],
};
const values: OrderValues = {
  price: "12,50",
  amount: "3",
  hours: "5",
  rent: "0.5",
  days: "7",
  to: " usr_1bob0000 ",
};
const labels = (change: Partial<ParcelDetail>) =>
  offeredOrders({ ...parcel, ...change }).map(({ label }) => label);

describe("what is on offer", () => {
  it("[PR-4] fits how the parcel stands to whoever looks", () => {
    expect(labels({})).toEqual(["claim"]);
    expect(labels({ owner: ada, mine: true, price_cents: null })).toEqual(["list", "let", "give"]);
    expect(labels({ owner: ada, mine: true, has_offer: true, let: { rent_cents: 5, days: 3 } })).toEqual([
      "accept_offer",
      "decline_offer",
      "relist",
      "unlist",
      "relet",
      "unlet",
      "give",
    ]);
    expect(labels({ owner: bob, let: { rent_cents: 5, days: 3 } })).toEqual(["purchase", "lease", "offer"]);
    const offer = { by: ada, amount_cents: 7, until: null, until_tick: 9 };
    expect(labels({ owner: bob, price_cents: null, offer, has_offer: true })).toEqual([
      "raise_offer",
      "drop_offer",
    ]);
  });

  it("[PR-10] is nothing where the city keeps its own building, and all that an owner may do where somebody has it", () => {
    expect(labels({ state: "civic", price_cents: null })).toEqual([]);
    expect(labels({ state: "owned", use: "civic", owner: bob, price_cents: null })).toEqual(["offer"]);
  });

  it("[ES-23] is nothing that needs paid tax where it is owed", () => {
    const owing = { owner: ada, mine: true, arrears_cents: 5, has_offer: true, price_cents: null };
    expect(labels(owing)).toEqual(["decline_offer"]);
  });

  it("[PR-4] bounds are what was seen: no more is paid and no less taken", () => {
    const offer = { by: bob, amount_cents: 777, until: null, until_tick: 9 };
    const all = { ...parcel, owner: ada, mine: true, offer, has_offer: true };
    const of = (detail: ParcelDetail, label: string) => {
      const offered = offeredOrders(detail).find((one) => one.label === label);
      return offered && parametersOf(offered, detail, values);
    };
    expect(of(all, "accept_offer")).toEqual({ min_cents: 777 });
    expect(of(all, "relist")).toEqual({ price_cents: 1_250 });
    expect(of(all, "give")).toEqual({ to: "usr_1bob0000" });
    expect(of({ ...parcel, owner: bob }, "purchase")).toEqual({ max_cents: 100 });
    expect(of({ ...parcel, owner: bob, let: { rent_cents: 9, days: 2 } }, "lease")).toEqual({
      max_rent_cents: 9,
    });
  });
});

describe("amounts", () => {
  it.each([
    ["12", 1_200],
    ["12.5", 1_250],
    ["12,05", 1_205],
    [" 3 ", 300],
    ["0", null],
    ["-1", null],
    ["1.234", null],
    ["1e3", null],
    ["", null],
    ["99999999999", null],
  ])("%j is %j cents", (text, cents) => expect(centsOf(text)).toBe(cents));
});

describe("prices over time", () => {
  it("[PR-3] are what was paid, oldest first, the dearest on top", () => {
    const line = (tick: number, kind: string, cents: number | null): HistoryLine => ({
      tick,
      seq: 1,
      at: null,
      kind,
      giver: null,
      taker: null,
      cents,
    });
    const points = pricePoints([line(30, "sold", 400), line(20, "listed", 999), line(10, "claimed", 100)]);
    expect(points.map((point) => point.line.tick)).toEqual([10, 30]);
    const [first, last] = points;
    expect((first?.x ?? 0) < (last?.x ?? 0) && (first?.y ?? 0) > (last?.y ?? 0)).toBe(true);
    expect(pricePoints([])).toEqual([]);
  });
});
