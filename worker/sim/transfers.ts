import { assertExists } from "#city/assert.ts";
import { ByteReader, ByteWriter } from "#city/protocol/wire/bytes.ts";
import { LEDGER_CAUSES, type LedgerCause } from "./types.ts";

/** Who holds money: an agent's purse, a building's till, or one of the district's own accounts. Three bits in the packed form. */
export const PURSE = 0; // by agent number
export const TILL = 1; // by global building
export const TAX = 2;
export const PROCUREMENT = 3;
export const TREASURY = 4;
/** A deed's own account, and what is set aside for an offer: by global parcel. */
export const DEED = 5;
export const OFFER = 6;

export interface Transfer {
  readonly fromKind: number;
  readonly from: number;
  readonly toKind: number;
  readonly to: number;
  readonly cents: number;
  readonly cause: LedgerCause;
}

/** Packs a tick's transfers between residents, tills and the district: some 8 bytes each. */
export class TransferWriter {
  readonly #bytes = new ByteWriter();

  add(transfer: Transfer): void {
    this.#bytes.byte(transfer.fromKind * 8 + transfer.toKind);
    this.#bytes.byte(LEDGER_CAUSES.indexOf(transfer.cause));
    this.#bytes.varint(transfer.from);
    this.#bytes.varint(transfer.to);
    this.#bytes.varint(transfer.cents);
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0);
  }
}

/** Unpacks StepOutput.transfers; throws RangeError on bytes that TransferWriter did not make. */
export function readTransfers(bytes: Uint8Array): Transfer[] {
  const reader = new ByteReader(bytes);
  const transfers: Transfer[] = [];
  while (reader.remaining > 0) {
    const kinds = reader.byte();
    const causeIndex = reader.byte();
    if (kinds >> 3 > OFFER || (kinds & 7) > OFFER || causeIndex >= LEDGER_CAUSES.length) {
      throw new RangeError("not a packed transfer");
    }
    transfers.push({
      fromKind: kinds >> 3,
      toKind: kinds & 7,
      cause: assertExists(LEDGER_CAUSES[causeIndex], "cause in range"),
      from: reader.varint(),
      to: reader.varint(),
      cents: reader.varint(),
    });
  }
  return transfers;
}
