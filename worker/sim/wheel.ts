/** A power of two: the slot of a tick is its low bits. */
const WHEEL_SLOTS = 256;
/** A power of two: a position's low bits say where in its block it lies. */
const BLOCK_ENTRIES = 128;
const BLOCKS_MIN = 32;
const NONE = -1;

/**
 * Who is due when. A hint, not the truth: each entry names a body's column that holds the tick it is due at, and an entry whose column
 * says otherwise is stale. Entries due in a later round stay in their slot, so there is no overflow list; a sleeper is
 * looked at once every WHEEL_SLOTS ticks.
 * A slot is a chain of blocks out of one pool, the one written to first; the block emptied last is the next to be filled, so that
 * the memory in use is as small as what is due, and mostly at hand.
 */
export class Wheel {
  #pool = new Uint32Array(BLOCK_ENTRIES * BLOCKS_MIN);
  /** The block after each, in its slot's chain or among the free ones. */
  #nextOf = new Int32Array(BLOCKS_MIN);
  #blocksUsed = 0;
  #free = NONE;
  /** Each slot's first block. */
  readonly #heads = new Int32Array(WHEEL_SLOTS).fill(NONE);
  /** Where in the pool each slot's next entry goes; at a block's edge a new one is needed. */
  readonly #ends = new Uint32Array(WHEEL_SLOTS);

  /** Notes that `entry` is due at `tick`. */
  push(tick: number, entry: number): void {
    const slot = tick & (WHEEL_SLOTS - 1);
    let end = this.#ends[slot] ?? 0;
    if ((end & (BLOCK_ENTRIES - 1)) === 0) end = this.#addBlock(slot);
    this.#pool[end] = entry;
    this.#ends[slot] = end + 1;
  }

  /**
   * Calls `comesUp` with the entries due at `tick`, in no order that means anything. `dueTick` reads the column behind an entry
   * (-1: not due at all). `comesUp` must set that column to another tick, which tells apart what was pushed twice; it may push.
   */
  take(tick: number, dueTick: (entry: number) => number, comesUp: (entry: number) => void): void {
    const slot = tick & (WHEEL_SLOTS - 1);
    let block = this.#heads[slot] ?? NONE;
    let end = this.#ends[slot] ?? 0;
    // Emptied before it is gone through: what is pushed into it meanwhile goes into other blocks and is not met.
    this.#heads[slot] = NONE;
    this.#ends[slot] = 0;
    while (block !== NONE) {
      const start = block * BLOCK_ENTRIES;
      const stop = (end & (BLOCK_ENTRIES - 1)) === 0 ? start + BLOCK_ENTRIES : end;
      for (let i = start; i < stop; i++) {
        const entry = this.#pool[i] ?? 0;
        const when = dueTick(entry);
        if (when === tick) comesUp(entry);
        else if (when > tick && (when & (WHEEL_SLOTS - 1)) === slot) this.push(when, entry);
      }
      const next = this.#nextOf[block] ?? NONE;
      this.#nextOf[block] = this.#free;
      this.#free = block;
      block = next;
      // All but the first are full.
      end = 0;
    }
  }

  /** Puts a block before a slot's others; returns where it begins. */
  #addBlock(slot: number): number {
    let block = this.#free;
    if (block === NONE) block = this.#newBlock();
    else this.#free = this.#nextOf[block] ?? NONE;
    this.#nextOf[block] = this.#heads[slot] ?? NONE;
    this.#heads[slot] = block;
    return block * BLOCK_ENTRIES;
  }

  #newBlock(): number {
    if (this.#blocksUsed === this.#nextOf.length) {
      this.#pool = doubled(this.#pool, new Uint32Array(this.#pool.length * 2));
      this.#nextOf = doubled(this.#nextOf, new Int32Array(this.#nextOf.length * 2));
    }
    return this.#blocksUsed++;
  }
}

function doubled<T extends Uint32Array | Int32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
