import { formatId } from "#city/ids.ts";
import type { AgentChange, Passport } from "#city/protocol/agent-draft.ts";
import { modelMindSchema } from "#city/protocol/agent-draft.ts";
import type { Sealer } from "#server/auth/seal.ts";
import type { Pool } from "#server/db/pool.ts";
import type { AgentFacts } from "./agent-facts-store.ts";
import { mindKeyPlace } from "./go-live.ts";

/** Saves what a person changed about an agent. The caller has shown that it is theirs. */
export async function changeProfile(
  pool: Pool,
  sealer: Sealer,
  world: number,
  { number, id, kind }: Pick<AgentFacts, "number" | "id" | "kind">,
  change: AgentChange,
): Promise<void> {
  const { provider_key: key, model, program } = change;
  const mind =
    kind === "model" && model !== undefined
      ? model
      : kind === "code" && program !== undefined
        ? { program }
        : null;
  const dropsKey = key === null || (kind === "model" && model?.key === "city");
  await pool.query(
    `UPDATE agent_profile SET persona = coalesce($3, persona), goals = coalesce($4, goals),
       look = coalesce($5::jsonb, look), mind = coalesce($6::jsonb, mind),
       mind_key_sealed = CASE WHEN $7 THEN NULL ELSE coalesce($8, mind_key_sealed) END, updated_at = now()
     WHERE world_id = $1 AND agent = $2`,
    [
      world,
      number,
      change.persona ?? null,
      change.goals ?? null,
      change.look === undefined ? null : JSON.stringify(change.look),
      mind === null ? null : JSON.stringify(mind),
      dropsKey,
      key == null ? null : sealer.seal(key, mindKeyPlace(id)),
    ],
  );
}

/** What goes into an agent's passport. */
export function passportAgent(world: number, facts: AgentFacts): Passport["agent"] {
  const { name, look, persona, goals, kind } = facts;
  const model = modelMindSchema.safeParse(facts.mind);
  return {
    name,
    look,
    persona,
    goals,
    kind,
    model: kind === "model" && model.success ? model.data : null,
    program: kind === "code" ? programOf(facts.mind) : null,
    home: formatId("bld", world, facts.homeBuilding),
  };
}

/** The program of a code agent, or "". */
export function programOf(mind: unknown): string {
  return typeof mind === "object" && mind !== null && "program" in mind && typeof mind.program === "string"
    ? mind.program
    : "";
}
