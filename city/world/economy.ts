import { assert } from "../assert.ts";
import type { BuildingUse } from "../plan/types.ts";

/**
 * Prices, wages and shares of the city. Amounts are integer cents, shares integer per mille; all of our own making,
 * set so that money goes round: wages out of tills, meals and goods into them, rent and tax to City Hall, which
 * spends what it holds on all workplaces again (see SPEC EC).
 */

/** What an hour of work pays before tax, cents. */
const WAGES: { readonly [U in BuildingUse]: number } = {
  home: 0,
  office: 1_900,
  shop: 1_500,
  food: 1_400,
  industry: 1_700,
  warehouse: 1_600,
  school: 1_800,
  clinic: 2_100,
  leisure: 1_450,
  civic: 1_800,
  "town-hall": 1_900,
};

export function wageCents(use: BuildingUse): number {
  return WAGES[use];
}

/** A meal and a basket of goods, tax included, cents. */
export const MEAL_CENTS = 900;
export const GOODS_CENTS = 1_600;
/** An evening out (a film, a match, a swim), tax included, cents. */
export const TICKET_CENTS = 1_200;

/** City Hall's share of each wage and of each sale, per mille. */
export const WAGE_TAX_PER_MILLE = 150;
export const SALES_TAX_PER_MILLE = 100;

/** Tax on an amount, rounded down: what remains always belongs to the one who earned it. */
export function taxCents(amountCents: number, perMille: number): number {
  return Math.floor((amountCents * perMille) / 1_000);
}

/** Rent of a day: a base, and a twentieth of what the tenant holds above RENT_FREE_CENTS, so that idle purses flow back. */
const RENT_BASE_CENTS = 2_400;
const RENT_FREE_CENTS = 20_000;
const RENT_SHARE = 20;
/** A poor tenant pays no more than a quarter of the purse. */
const RENT_POOR_SHARE = 4;

/** Rent due today for a purse, cents; never more than a quarter of it. */
export function rentCents(purseCents: number): number {
  const share = Math.max(0, Math.floor((purseCents - RENT_FREE_CENTS) / RENT_SHARE));
  return Math.min(Math.floor(purseCents / RENT_POOR_SHARE), RENT_BASE_CENTS + share);
}

/** Baskets bought on one visit to a shop: one, and one more for each COMFORT_CENTS held, up to six. */
const COMFORT_CENTS = 15_000;
const BASKETS_MAX = 6;

export function basketsFor(purseCents: number): number {
  if (!affords(purseCents, GOODS_CENTS)) return 0;
  return Math.min(BASKETS_MAX, 1 + Math.floor(purseCents / COMFORT_CENTS));
}

/** Residents are thrifty: nothing they buy costs more than a third of the purse. */
export function affords(purseCents: number, priceCents: number): boolean {
  return purseCents >= 3 * priceCents;
}

/** First purse of a resident and first till of a workplace, cents. */
export const FIRST_PURSE_CENTS = 20_000;
export const FIRST_TILL_PER_JOB_CENTS = 60_000;

/** What a till may hold per job before the city's levy takes a share of the rest each day, cents and per mille. */
const TILL_FREE_PER_JOB_CENTS = 80_000;
const LEVY_PER_MILLE = 250;

/** Daily levy on a workplace's till, cents. */
export function levyCents(tillCents: number, jobs: number): number {
  return taxCents(Math.max(0, tillCents - jobs * TILL_FREE_PER_JOB_CENTS), LEVY_PER_MILLE);
}

/** City Hall keeps this reserve per job in the city and spends the rest each morning, cents. */
const RESERVE_PER_JOB_CENTS = 5_000;

/** What City Hall spends on procurement today, cents. */
export function procurementCents(treasuryCents: number, jobs: number): number {
  return Math.max(0, treasuryCents - jobs * RESERVE_PER_JOB_CENTS);
}

/** Share of a district's procurement that goes to those without work who are there, per mille. */
const ALLOWANCE_PER_MILLE = 250;
/** The most one of them gets a day, cents. */
const ALLOWANCE_MAX_CENTS = 5_000;

/** Daily allowance of each of `people` without work, out of a district's procurement, cents. */
export function allowanceCents(procurement: number, people: number): number {
  if (people === 0) return 0;
  return Math.min(ALLOWANCE_MAX_CENTS, Math.floor(taxCents(procurement, ALLOWANCE_PER_MILLE) / people));
}

/**
 * What a till lacks of the sum it is meant to hold, whole credits: procurement goes where it is needed. At least one a
 * job, so that it has somewhere to go when nothing is lacking.
 */
export function lackCredits(tillCents: number, jobs: number): number {
  return Math.max(jobs, Math.floor((jobs * TILL_FREE_PER_JOB_CENTS - tillCents) / 100));
}

/** Beyond this sum of weights the products below would not be exact. */
const WEIGHTS_SUM_MAX = 94_906_265;

/**
 * Splits `total` in proportion to weights and exactly: share i is floor(total * (w0 + ... + wi) / W) less the shares
 * before it. All shares are 0 when there is no weight. Asserts that W is at most WEIGHTS_SUM_MAX.
 */
export function shares(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((left, right) => left + right, 0);
  assert(sum <= WEIGHTS_SUM_MAX, `weights sum up to ${sum}`);
  if (sum === 0) return weights.map(() => 0);
  let before = 0;
  let given = 0;
  return weights.map((weight) => {
    before += weight;
    // Quotient and remainder apart: total times the weights may pass 2^53.
    const upTo = Math.floor(total / sum) * before + Math.floor(((total % sum) * before) / sum);
    const share = upTo - given;
    given = upTo;
    return share;
  });
}

/** A sum in English words: credits with two decimals. */
export function credits(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")} credits`;
}
