import type { BuildingUse } from "../plan/types.ts";
import type { ActionKind, BankActionKind, ParcelActionKind } from "./actions.ts";
import type { ResultCode, ResultStatus } from "./codes.ts";

/** What the property and wallet routes answer. Money is cents, lengths metres, instants ISO 8601 wall time; null is "none". */

/** How a parcel stands on the market; one that is for sale and to let counts as for sale. `civic`: the city's own, not to be claimed. */
export const PARCEL_STATES = ["unowned", "civic", "owned", "for-sale", "to-let"] as const;
export type ParcelState = (typeof PARCEL_STATES)[number];
export const PARCEL_FILTERS = [...PARCEL_STATES, "mine"] as const;
export type ParcelFilter = (typeof PARCEL_FILTERS)[number];
export const PARCEL_SORTS = ["price", "value", "newest"] as const;
export type ParcelSort = (typeof PARCEL_SORTS)[number];

/** An agent or a person, as everybody may know them. */
export interface PartyView {
  readonly id: string;
  readonly kind: "agent" | "person";
  readonly name: string;
  /** Whether it is the asker, or an agent of theirs. */
  readonly mine: boolean;
}

export interface PlaceView {
  readonly id: string;
  readonly name: string;
}

export interface ParcelView {
  readonly id: string;
  readonly building: string | null;
  readonly address: string;
  readonly district: PlaceView;
  readonly neighborhood: PlaceView;
  /** Null: nothing stands on it. */
  readonly use: BuildingUse | null;
  readonly x: number;
  readonly z: number;
  readonly land_value_cents: number;
  readonly state: ParcelState;
  readonly mine: boolean;
  readonly owner: PartyView | null;
  /** What it costs now: to claim, or what it is for sale at. */
  readonly price_cents: number | null;
  readonly let: { readonly rent_cents: number; readonly days: number } | null;
  /** Property tax that was not paid. With it a parcel can be neither sold nor given nor let. */
  readonly arrears_cents: number;
  readonly title: string | null;
  readonly colour: string | null;
  readonly image: string | null;
}

export interface ParcelPage {
  readonly parcels: readonly ParcelView[];
  /** The `before` of the next page. */
  readonly next: string | null;
  /** How many there are of each kind, whatever `state` was asked for. */
  readonly counts: { readonly all: number } & { readonly [F in ParcelFilter]: number };
}

/** Parcels that nobody can claim, for a map: number, state, and whether they are the asker's. */
export interface ParcelStates {
  readonly tick: number;
  readonly parcels: readonly (readonly [parcel: number, state: ParcelState, mine: 0 | 1])[];
}

export interface BuildingFacts {
  readonly id: string;
  readonly use: BuildingUse;
  readonly zone: string;
  readonly floors: number;
  readonly width_m: number;
  readonly depth_m: number;
  readonly height_m: number;
  readonly style: number;
  readonly homes: number;
  readonly jobs: number;
}

export interface OfferView {
  readonly by: PartyView;
  readonly amount_cents: number;
  readonly until: string | null;
  readonly until_tick: number;
}

export interface LeaseView {
  readonly tenant: PartyView;
  readonly rent_cents: number;
  /** Simulated day on which it has run out, and how many days are left. */
  readonly until_day: number;
  readonly days_left: number;
}

export interface ParcelDetail extends ParcelView {
  readonly width_m: number;
  readonly depth_m: number;
  readonly facts: BuildingFacts | null;
  readonly since: string | null;
  readonly since_tick: number | null;
  /** Property tax of a simulated day, cents. */
  readonly tax_cents: number;
  /** Simulated days until the parcel falls back to the city; null: nothing is owed on it. */
  readonly arrears_days_left: number | null;
  /** The most a business pays its ground's owner in a day, cents; null: no business. */
  readonly ground_rent_cents: number | null;
  readonly lease: LeaseView | null;
  /** Only for its owner and for whoever made it. */
  readonly offer: OfferView | null;
  /** Whether there is an offer at all. */
  readonly has_offer: boolean;
  /** Only for its owner: what the deed's account holds until the day's end. */
  readonly balance_cents: number | null;
  readonly sign: string | null;
  /** What it is dressed as; null: as planned. */
  readonly dressed_use: BuildingUse | null;
  /** Orders of the asker about it that have no result yet. */
  readonly waiting: readonly OrderView[];
}

export interface HistoryLine {
  readonly tick: number;
  readonly seq: number;
  readonly at: string | null;
  readonly kind: string;
  readonly giver: PartyView | null;
  readonly taker: PartyView | null;
  readonly cents: number | null;
}

export interface HistoryPage {
  readonly lines: readonly HistoryLine[];
  readonly next: string | null;
}

export type OrderKind = ParcelActionKind | BankActionKind;

export interface OrderView {
  readonly action_id: string;
  readonly order: ActionKind;
  readonly by: string;
  readonly parcel: string | null;
  readonly status: ResultStatus;
  readonly tick: number | null;
  readonly code: ResultCode | null;
  /** What became of it, or what it waits for, in a sentence. */
  readonly message: string;
  /** What to do about a refusal; null: nothing. */
  readonly remedy: string | null;
  readonly effects: Readonly<Record<string, unknown>>;
  readonly accepted_at: string;
}

export interface OrderReceipt {
  readonly action_id: string;
  readonly status: "accepted";
  readonly tick: number | null;
  readonly result_at: string;
}

export interface AccountView {
  /** usr_…, agt_… (the purse), or bank-agt_…: what City Hall keeps for an agent. */
  readonly account: string;
  readonly kind: "person" | "purse" | "bank";
  /** Whose it is. */
  readonly holder: PartyView;
  /** Null until it is opened. */
  readonly balance_cents: number | null;
  readonly tick: number | null;
  readonly retired: boolean;
}

export interface WalletView {
  readonly accounts: readonly AccountView[];
  readonly total_cents: number;
  /** Transfers on their way. */
  readonly waiting: readonly OrderView[];
}

export type CounterpartyView =
  | { readonly kind: "agent" | "person"; readonly id: string; readonly name: string }
  | { readonly kind: "parcel" | "building"; readonly id: string; readonly name: string }
  | { readonly kind: "city"; readonly id: null; readonly name: null };

export interface StatementLine {
  readonly id: string;
  readonly tick: number;
  readonly at: string | null;
  readonly amount_cents: number;
  readonly balance_cents: number;
  readonly cause: string;
  readonly counterparty: CounterpartyView;
}

export interface StatementPage {
  readonly account: AccountView;
  readonly lines: readonly StatementLine[];
  readonly next: string | null;
}

export interface TreasuryDistrict {
  readonly id: string;
  readonly name: string;
  readonly tick: number;
  readonly money_cents: number;
}

export interface TreasuryView {
  readonly tick: number;
  readonly districts: readonly TreasuryDistrict[];
  readonly letters_cents: number;
  readonly letters: number;
  readonly sum_cents: number;
  readonly genesis_cents: number;
  readonly equal: boolean;
  readonly treasury_cents: number;
  readonly minted_today_cents: number;
  readonly sunk_today_cents: number;
  /** What the treasury took in and paid out over the last simulated day, by cause. */
  readonly causes: readonly {
    readonly cause: string;
    readonly in_cents: number;
    readonly out_cents: number;
  }[];
}
