import type { NeighborhoodPlan } from "#city/plan/types.ts";
import type { DeedEvent, WireEvent } from "#city/protocol/wire-types.ts";

/** Owned and dressed parcels of the rooms that are followed. Buildings are local numbers, parcels the city's. */
export class RoomDeeds {
  readonly #rooms = new Map<number, Map<number, DeedEvent>>();
  /** Called with a neighborhood whenever something of it has changed. */
  onChange: (neighborhood: number) => void = () => {};

  /** Applies one frame's events. A keyframe replaces all that was known of its neighborhood. */
  apply(events: readonly WireEvent[], place: NeighborhoodPlan, replaces: boolean): void {
    const known = replaces ? undefined : this.#rooms.get(place.index);
    const had = this.#rooms.get(place.index)?.size ?? 0;
    const deeds = known ?? new Map<number, DeedEvent>();
    let changes = 0;
    for (const event of events) {
      if (event.kind !== "deed") continue;
      deeds.set(event.parcel, event);
      changes++;
    }
    this.#rooms.set(place.index, deeds);
    if (changes > 0 || (replaces && had > 0)) this.onChange(place.index);
  }

  /** What is known of a neighborhood, by parcel; a parcel that became the city's and plain again is said to be so. */
  of(neighborhood: number): readonly DeedEvent[] {
    return [...(this.#rooms.get(neighborhood)?.values() ?? [])].sort((a, b) => a.parcel - b.parcel);
  }

  /** Drops what is known of a neighborhood nobody looks at any more. */
  leave(neighborhood: number): void {
    if (this.#rooms.delete(neighborhood)) this.onChange(neighborhood);
  }
}
