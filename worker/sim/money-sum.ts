import type { DistrictState } from "./state.ts";

/** Everything this district holds, cents. */
export function moneyOf(state: DistrictState): number {
  const { fields, bodies, buildings, parcels } = state;
  let sum = fields.taxCents + fields.procurementCents + fields.treasuryCents;
  for (let slot = 0; slot < state.slotsUsed; slot++) {
    if (state.alive[slot] === 1) sum += bodies.purseCents[slot] ?? 0;
  }
  for (let local = 0; local < state.buildingCount; local++) sum += buildings.tillCents[local] ?? 0;
  for (let local = 0; local < state.parcelCount; local++) {
    sum += (parcels.balanceCents[local] ?? 0) + (parcels.offerCents[local] ?? 0);
  }
  return sum;
}
