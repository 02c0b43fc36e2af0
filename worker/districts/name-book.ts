import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { residentName } from "#city/world/names.ts";
import { readAgentNames } from "#server/db/agent-name-store.ts";
import type { Pool } from "#server/db/pool.ts";
import type { AgentKind, NamesDirectory } from "./observation.ts";

interface Known {
  readonly name: string;
  readonly kind: AgentKind | "owner";
}

const STRANGER: Known = { name: "a stranger", kind: "external" };

/** Who is who: residents' names follow from their numbers, those of outside agents and people are read from the database once. */
export class NameBook {
  readonly #pool: Pool;
  readonly #world: number;
  readonly #seed: number;
  readonly #known = new Map<number, Known>();

  constructor(pool: Pool, world: number, seed: number) {
    this.#pool = pool;
    this.#world = world;
    this.#seed = seed;
  }

  /** Outside agents there are. */
  get outsideAgents(): number {
    let count = 0;
    for (const { kind } of this.#known.values()) if (kind !== "owner") count++;
    return count;
  }

  readonly directory: NamesDirectory = (agent) => {
    if (agent < OUTSIDE_AGENT_BASE) return { name: residentName(this.#seed, agent), kind: "resident" };
    const { name, kind } = this.#known.get(agent) ?? STRANGER;
    // People are seen nowhere: they only have a name that is told of.
    return { name, kind: kind === "owner" ? "external" : kind };
  };

  /** Reads the names of all outside agents. */
  async load(): Promise<void> {
    for (const { number, name, kind } of await readAgentNames(this.#pool, this.#world, 0)) {
      this.#known.set(number, { name, kind });
    }
  }

  /** Makes sure that these agents are known as far as they exist: newcomers are rare, so all are read again then. */
  async learn(agents: readonly number[]): Promise<void> {
    if (agents.some((agent) => agent >= OUTSIDE_AGENT_BASE && !this.#known.has(agent))) await this.load();
  }
}
