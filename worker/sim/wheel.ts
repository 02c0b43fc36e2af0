/** A power of two: the slot of a tick is its low bits. */
const WHEEL_SLOTS = 256;
const SLOT_ENTRIES_MIN = 8;

/**
 * Who is due when. A hint, not the truth: each entry names a body's column that holds the tick it is due at, and an entry whose column
 * says otherwise is stale. Entries due in a later round stay in their slot, so there is no overflow list; a sleeper is
 * looked at once every WHEEL_SLOTS ticks.
 */
export class Wheel {
  readonly #slots = Array.from({ length: WHEEL_SLOTS }, () => new Uint32Array(SLOT_ENTRIES_MIN));
  readonly #counts = new Uint32Array(WHEEL_SLOTS);
  /** Takes a slot's place while that slot is gone through, so that pushes into it are not met. */
  #spare = new Uint32Array(SLOT_ENTRIES_MIN);

  /** Notes that `entry` is due at `tick`. */
  push(tick: number, entry: number): void {
    const index = tick & (WHEEL_SLOTS - 1);
    const count = this.#counts[index] ?? 0;
    let entries = this.#slots[index] ?? this.#spare;
    if (count === entries.length) {
      const longer = new Uint32Array(count * 2);
      longer.set(entries);
      this.#slots[index] = longer;
      entries = longer;
    }
    entries[count] = entry;
    this.#counts[index] = count + 1;
  }

  /**
   * Calls `comesUp` with the entries due at `tick`, in no order that means anything. `dueTick` reads the column behind an entry
   * (-1: not due at all). `comesUp` must set that column to another tick, which tells apart what was pushed twice; it may push.
   */
  take(tick: number, dueTick: (entry: number) => number, comesUp: (entry: number) => void): void {
    const index = tick & (WHEEL_SLOTS - 1);
    const entries = this.#slots[index] ?? this.#spare;
    const count = this.#counts[index] ?? 0;
    this.#slots[index] = this.#spare;
    this.#counts[index] = 0;
    for (let i = 0; i < count; i++) {
      const entry = entries[i] ?? 0;
      const when = dueTick(entry);
      if (when === tick) comesUp(entry);
      else if (when > tick && (when & (WHEEL_SLOTS - 1)) === index) this.push(when, entry);
    }
    this.#spare = entries;
  }
}
