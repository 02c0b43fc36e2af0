import { assert } from "#city/assert.ts";
import {
  ACTION_KINDS,
  ACTION_PARAMETERS,
  BANK_ACTIONS,
  type BankActionKind,
  PARCEL_ACTIONS,
  type ParcelActionKind,
} from "#city/protocol/actions.ts";
import { ByteReader, ByteWriter } from "#city/protocol/wire/bytes.ts";
import { sendLetter } from "./letters.ts";
import type { TickRun } from "./run.ts";
import type { StampedActionOf } from "./types.ts";

export type OrderKind = ParcelActionKind | BankActionKind;
export type OrderAction = { readonly [K in OrderKind]: StampedActionOf<K> }[OrderKind];

/** An action on its way to where it is judged; `home` is the district that sent it off, and gets what comes back. */
export interface Order {
  readonly action: OrderAction;
  readonly home: number;
}

const ORDER_KINDS: readonly OrderKind[] = [...PARCEL_ACTIONS, ...BANK_ACTIONS];

export function isOrderKind(kind: string): kind is OrderKind {
  return ORDER_KINDS.some((known) => known === kind);
}

/** Sends an order off with its money, which the caller has taken from its purse. The action is held from now on. */
export function sendOrder(run: TickRun, order: Order, to: number, cents: number): void {
  const { seq, agent, kind, parameters } = order.action;
  const writer = new ByteWriter();
  writer.varint(seq);
  writer.varint(agent);
  writer.varint(order.home);
  writer.byte(ACTION_KINDS.indexOf(kind));
  writer.text(JSON.stringify(parameters));
  assert(cents >= 0, "an order carries money or none");
  sendLetter(run, to, "order", cents, writer.slice(0));
}

/** Reads the body of an order; throws RangeError when it is none. */
export function decodeOrder(body: Uint8Array): Order {
  const reader = new ByteReader(body);
  const seq = reader.varint();
  const agent = reader.varint();
  const home = reader.varint();
  const kind = ACTION_KINDS[reader.byte()];
  const text = reader.text();
  if (reader.remaining > 0 || kind === undefined || !isOrderKind(kind)) throw new RangeError("not an order");
  const parameters = ACTION_PARAMETERS[kind].safeParse(parsed(text));
  if (!parameters.success) throw new RangeError("an order of another shape");
  // The schema of this very kind gave the parameters: the compiler cannot follow the pair through the lookup.
  return { action: { seq, agent, kind, parameters: parameters.data } as OrderAction, home };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError("an order that is no JSON");
  }
}
