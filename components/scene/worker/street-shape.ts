import type { StreetClass } from "#city/plan/types.ts";

/** How a street is laid out across, metres. */
export interface StreetShape {
  /** Half of the carriageway; 0 where nothing drives. */
  readonly halfRoadM: number;
  /** Half of everything paved. */
  readonly halfPavedM: number;
  /** Middle of the right-hand lane, from the centre line. */
  readonly laneM: number;
  /** Where people walk, from the centre line. */
  readonly walkM: number;
}

/** The paved halves are the plan's own half widths (STREET_HALF_WIDTH_CM): lots begin where the pavement ends. */
export const STREET_SHAPES: Readonly<Record<StreetClass, StreetShape>> = {
  avenue: { halfRoadM: 8, halfPavedM: 13, laneM: 2.1, walkM: 10.6 },
  street: { halfRoadM: 4.6, halfPavedM: 8.5, laneM: 2.3, walkM: 6.7 },
  lane: { halfRoadM: 1.9, halfPavedM: 3.5, laneM: 0.9, walkM: 2.6 },
  promenade: { halfRoadM: 0, halfPavedM: 5, laneM: 0, walkM: 2 },
};
