import { formatId } from "#city/ids.ts";
import type { CounterpartyView } from "#city/protocol/estate-views.ts";
import { BANK_OFFSET, OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import type { Parcels } from "#server/property/parcel-book.ts";
import type { Parties } from "#server/property/party-store.ts";
import type { StatementRow } from "./statement-store.ts";

/** What a line's small number names depends on what the money was for. */
const OF_BUILDINGS = ["wage", "meal", "goods"];
const OF_PARCELS = ["order", "change", "claim", "sale", "lease", "income", "property_tax", "rent"];

const CITY: CounterpartyView = { kind: "city", id: null, name: null };

/** Agent or person on the other side of a line, or null. */
export function partyOn({ counterparty }: Pick<StatementRow, "counterparty">): number | null {
  if (counterparty < OUTSIDE_AGENT_BASE) return null;
  return counterparty >= BANK_OFFSET ? counterparty - BANK_OFFSET : counterparty;
}

/** Who or what is on the other side of a line. `residentName` names a resident by number. */
export function counterpartyOf(
  world: number,
  row: Pick<StatementRow, "cause" | "counterparty">,
  parties: Parties,
  parcels: Parcels,
  residentName: (agent: number) => string,
): CounterpartyView {
  const { cause, counterparty } = row;
  const party = parties.of(partyOn(row));
  if (party !== null) return { kind: party.kind, id: party.id, name: party.name };
  if (counterparty < 0) return CITY;
  if (OF_PARCELS.includes(cause)) {
    const parcel = parcels.all[counterparty];
    return parcel === undefined
      ? CITY
      : { kind: "parcel", id: formatId("prc", world, parcel.parcel), name: parcel.address };
  }
  if (OF_BUILDINGS.includes(cause)) {
    const address = parcels.addressOf(counterparty);
    return address === null
      ? CITY
      : { kind: "building", id: formatId("bld", world, counterparty), name: address };
  }
  if (cause !== "payment") return CITY;
  return { kind: "agent", id: formatId("agt", world, counterparty), name: residentName(counterparty) };
}
