import type { BuildingUse } from "../plan/types.ts";

/**
 * What land costs and yields. Amounts are integer cents, shares integers; all of our own making, set so that a parcel pays
 * its price back in some hundred days and the city keeps most of what goes round (see SPEC ES).
 */

/** The city sells land to first owners at this share of its value, per mille: newcomers are to afford a modest lot. */
const CLAIM_PER_MILLE = 100;
/** Property tax a day, millionths of the land's value. */
const TAX_PER_MILLION = 500;
/** A parcel whose tax has not been paid for so many days falls back to the city. */
export const ARREARS_DAYS_MAX = 7;
/** What the owner of a home gets of the rent its residents pay, per mille; the city keeps the rest. */
const RENT_PER_MILLE = 250;
/** Ground rent of a business a day: at most this share of the land's value, millionths, and of the till, per mille. */
const GROUND_RENT_PER_MILLION = 1_000;
const GROUND_RENT_TILL_PER_MILLE = 10;

/** Uses of the city's own buildings: their parcels are nobody's to claim. */
const CIVIC_USES: readonly BuildingUse[] = ["civic", "town-hall"];

/** Whether a parcel with a building of this use (null: none) stays the city's. */
export function isCivic(use: BuildingUse | null): boolean {
  return use !== null && CIVIC_USES.includes(use);
}

/** Price of a parcel that nobody owns, cents. */
export function claimCents(landValueCents: number): number {
  return Math.floor((landValueCents * CLAIM_PER_MILLE) / 1_000);
}

/** Tax of a day on an owned parcel, cents. */
export function propertyTaxCents(landValueCents: number): number {
  return Math.floor((landValueCents * TAX_PER_MILLION) / 1_000_000);
}

/** Days until a parcel falls back whose tax has been unpaid since `sinceDay`; 0: with the next tax day. */
export function arrearsDaysLeft(sinceDay: number, day: number): number {
  return Math.max(0, sinceDay + ARREARS_DAYS_MAX - day);
}

/** What goes to the deed of a home's parcel when a resident pays rent, cents. */
export function deedRentCents(rentCents: number): number {
  return Math.floor((rentCents * RENT_PER_MILLE) / 1_000);
}

/** Ground rent of a day that a business pays to the deed of its parcel, cents. */
export function groundRentCents(landValueCents: number, tillCents: number): number {
  return Math.min(
    Math.floor((landValueCents * GROUND_RENT_PER_MILLION) / 1_000_000),
    Math.floor((tillCents * GROUND_RENT_TILL_PER_MILLE) / 1_000),
  );
}
