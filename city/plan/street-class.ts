import { at } from "../assert.ts";
import { STREET_HALF_WIDTH_CM } from "./types.ts";

/** Indices into STREET_CLASSES. */
export const AVENUE = 0;
export const STREET = 1;
export const LANE = 2;
export const PROMENADE = 3;

/** Cars keep to avenues and streets. */
export function carsMayUse(streetClass: number): boolean {
  return streetClass <= STREET;
}

/** From the middle of a street to where lots begin. */
export function halfWidthCm(streetClass: number): number {
  return at(STREET_HALF_WIDTH_CM, streetClass);
}
