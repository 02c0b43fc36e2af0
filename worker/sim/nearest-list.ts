/** The nearest so far, in order. One number each, distance and then index: comparing and moving it is one step. */
export class NearestList {
  /** Whoever is farther away than this does not count (any more). */
  withinCm = 0;
  /** What squares of distances are to be compared with; those beyond do not count. */
  squaredMax = 0;
  #keys = new Float64Array(0);
  #count = 0;
  #most = 0;
  #ids = 1;

  /** Empties the list. `ids`: more than any index put in. */
  start(most: number, radiusCm: number, ids: number): void {
    if (most > this.#keys.length) this.#keys = new Float64Array(most);
    this.#count = 0;
    this.#most = most;
    this.#ids = ids;
    this.withinCm = radiusCm;
    this.squaredMax = radiusCm * radiusCm;
  }

  put(id: number, distanceCm: number): void {
    const keys = this.#keys;
    const key = distanceCm * this.#ids + id;
    let at = this.#count;
    if (at === this.#most) {
      if (at === 0 || key > (keys[at - 1] ?? 0)) return;
      at--;
    } else this.#count++;
    for (; at > 0 && (keys[at - 1] ?? 0) > key; at--) keys[at] = keys[at - 1] ?? 0;
    keys[at] = key;
    if (this.#count === this.#most) this.#narrow(keys[this.#most - 1] ?? 0);
  }

  /** Calls `see` with each, nearest first. */
  tell(see: (id: number, distanceCm: number) => void): void {
    for (let i = 0; i < this.#count; i++) {
      const key = this.#keys[i] ?? 0;
      see(key % this.#ids, Math.floor(key / this.#ids));
    }
  }

  /** Within one whole centimetre the index decides, so that much more is let through. */
  #narrow(lastKey: number): void {
    const lastCm = Math.floor(lastKey / this.#ids);
    this.withinCm = lastCm;
    this.squaredMax = Math.min(this.squaredMax, (lastCm + 1) * (lastCm + 1) - 1);
  }
}
