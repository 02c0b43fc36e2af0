/** Keys are distance times this plus node: exact in a double for 2^33 weighted cm and a million nodes. */
const NODES_MAX = 1_048_576;

/** A binary heap of (distance, node) pairs in one typed array; the smaller node first at equal distance. */
export class NodeHeap {
  readonly #keys: Float64Array;
  #size = 0;
  /** Distance of the node popped last. */
  distance = 0;

  /** `capacity` bounds the pairs held at a time; a search pushes at most one for each edge and seed. */
  constructor(capacity: number) {
    this.#keys = new Float64Array(capacity + 1);
  }

  clear(): void {
    this.#size = 0;
  }

  push(distance: number, node: number): void {
    const keys = this.#keys;
    const key = distance * NODES_MAX + node;
    let index = this.#size++;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = keys[parent] ?? 0;
      if (above <= key) break;
      keys[index] = above;
      index = parent;
    }
    keys[index] = key;
  }

  /** Takes out the nearest node and leaves its distance in `distance`; -1 when empty. */
  pop(): number {
    if (this.#size === 0) return -1;
    const keys = this.#keys;
    const top = keys[0] ?? 0;
    const last = keys[--this.#size] ?? 0;
    let index = 0;
    for (let child = 1; child < this.#size; child = index * 2 + 1) {
      if (child + 1 < this.#size && (keys[child + 1] ?? 0) < (keys[child] ?? 0)) child++;
      if ((keys[child] ?? 0) >= last) break;
      keys[index] = keys[child] ?? 0;
      index = child;
    }
    keys[index] = last;
    this.distance = Math.floor(top / NODES_MAX);
    return top - this.distance * NODES_MAX;
  }
}
