import { expect, test } from "vitest";
import { ADA, BEN, EstateTown, GRANT_CENTS, PAT, TOWN } from "#tests/util/estate-town.ts";
import { availableActions } from "../available.ts";
import { perceive } from "../perception.ts";

test("[ES-21] nobody claims a civic building, neither on the spot nor from City Hall; all money comes back, none is offered", () => {
  const town = new EstateTown();
  const { id, index } = town.parcel(0);
  town.makeCivic(0);
  expect(town.act(ADA, "claim", { parcel: id }).code).toBe("civic_parcel");
  expect(town.act(PAT, "claim", { parcel: id }).code).toBe("civic_parcel");
  town.step();
  expect([town.purse(ADA), town.bank(PAT), town.deed(0, "owner")]).toEqual([GRANT_CENTS, GRANT_CENTS, -1]);
  const kinds = availableActions(town.city.ctx, town.state(TOWN), ADA).map(({ kind }) => kind);
  expect(kinds).not.toContain("claim");
  const seen = perceive(town.city.ctx, town.state(TOWN), ADA)?.buildings.find(
    ({ parcel }) => parcel === index,
  );
  expect(seen).toMatchObject({ owner: -1, priceCents: -1 });
});

test("[ES-21] whoever owned a civic building before keeps it and may sell it", () => {
  const town = new EstateTown();
  const { id } = town.parcel(0);
  town.act(ADA, "claim", { parcel: id });
  town.makeCivic(0);
  expect(town.act(BEN, "claim", { parcel: id }).code).toBe("parcel_taken");
  expect(town.act(ADA, "list", { parcel: id, price_cents: 700 }).code).toBe("applied");
  expect(town.act(BEN, "purchase", { parcel: id, max_cents: 700 }).code).toBe("applied");
  expect(town.deed(0, "owner")).toBe(BEN);
});
