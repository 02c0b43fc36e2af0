import { MAIN_WORLD } from "#city/ids.ts";
import type { ApiParts } from "#server/api/parts.ts";
import { ApiFault, unavailable } from "#server/api/problem.ts";
import { createDeedWatch, type DeedWatch } from "./deed-watch-store.ts";
import { createParcelBook, type Parcels } from "./parcel-book.ts";
import { createOrderDesk, type OrderDesk } from "./place-order.ts";

/** What the routes of property and wallet share. */
export interface Estate {
  /** All parcels. Throws ApiFault before the city's genesis. */
  parcels(): Promise<Parcels>;
  readonly deeds: DeedWatch;
  readonly order: OrderDesk;
}

type Parts = Pick<ApiParts, "pool" | "blobs" | "accept" | "bus" | "log" | "city">;

export function createEstate(parts: Parts): Estate {
  const book = createParcelBook(parts.pool, parts.blobs);
  return {
    async parcels() {
      const parcels = await book(MAIN_WORLD);
      if (parcels === null) throw new ApiFault(unavailable("The city has not been built yet; try again."));
      return parcels;
    },
    deeds: createDeedWatch(parts.pool, MAIN_WORLD, () => performance.now()),
    order: createOrderDesk(parts),
  };
}
