/** Which row of the agents' textures belongs to which agent. Freed slots are used again before the table grows. */
export class SlotTable {
  readonly #slotOf = new Map<number, number>();
  readonly #agentAt: number[] = [];
  readonly #free: number[] = [];
  readonly #capacityMax: number;

  constructor(capacityMax: number) {
    this.#capacityMax = capacityMax;
  }

  /** Slots ever used: what the pre-pass has to run over. */
  get highWater(): number {
    return this.#agentAt.length;
  }

  get size(): number {
    return this.#slotOf.size;
  }

  slotOf(agent: number): number {
    return this.#slotOf.get(agent) ?? -1;
  }

  /** The agent in a slot, or -1. */
  agentAt(slot: number): number {
    return this.#agentAt[slot] ?? -1;
  }

  /** The agent's slot, given now if it has none; -1 when the table is full. */
  take(agent: number): number {
    const known = this.#slotOf.get(agent);
    if (known !== undefined) return known;
    const slot = this.#free.pop() ?? this.#agentAt.length;
    if (slot >= this.#capacityMax) return -1;
    this.#agentAt[slot] = agent;
    this.#slotOf.set(agent, slot);
    return slot;
  }

  release(agent: number): void {
    const slot = this.#slotOf.get(agent);
    if (slot === undefined) return;
    this.#slotOf.delete(agent);
    this.#agentAt[slot] = -1;
    this.#free.push(slot);
  }
}
