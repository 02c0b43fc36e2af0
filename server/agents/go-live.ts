import { assertExists } from "#city/assert.ts";
import { type AgentId, formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { DraftContent } from "#city/protocol/agent-draft.ts";
import { err, ok, type Result } from "#city/result.ts";
import { parseAgentName, parseLabel } from "#server/auth/agent-name.ts";
import type { Home } from "#server/auth/choose-home.ts";
import { arrival, CITY_HALL, settleHome, TICKS_TO_ENTER } from "#server/auth/create-agent.ts";
import { mintKey } from "#server/auth/key-desk.ts";
import type { Sealer } from "#server/auth/seal.ts";
import { insertAgent, type SystemAction, takeAgentNumber } from "#server/db/agent-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { inTransaction } from "#server/db/transaction.ts";
import { type DraftFault, draftFaults } from "./draft-check.ts";
import { type Draft, draftKeyPlace, readDraftKey } from "./draft-store.ts";

/** An agent that was a draft a moment ago, with its first key: the only time that it is shown. */
export interface LiveAgent {
  readonly agent_id: AgentId;
  readonly name: string;
  readonly home: string;
  readonly enters_at_tick: number;
  readonly key_id: string;
  readonly key: string;
}

export type GoLiveFault = "unfinished" | "bad_home" | "no_room" | "quota_reached" | "gone" | "bad_seal";

export interface GoLiveRequest {
  readonly world: number;
  readonly userId: number;
  readonly agentsMax: number;
  readonly draft: Draft;
}

export interface GoLiveGround {
  readonly pool: Pool;
  readonly sealer: Sealer;
  readonly homes: readonly Home[];
}

/** Everything that keeps a draft from going live, its home included. */
export function faultsOfDraft({ content, has_provider_key }: Draft): DraftFault[] {
  return draftFaults(content, has_provider_key);
}

/**
 * Turns a draft into an agent: row, profile, first key and arrival come in one statement, in which the draft goes. Two who
 * do it at once take turns at the person's row. Rejects when the database does.
 */
export async function goLive(
  { pool, sealer, homes }: GoLiveGround,
  { world, userId, agentsMax, draft }: GoLiveRequest,
): Promise<Result<LiveAgent, GoLiveFault>> {
  const { content, draft_id: draftId } = draft;
  const name = parseAgentName(content.name);
  const keyName = parseLabel(content.key_name, LIMITS.keyNameCharsMax);
  if (!name.ok || !keyName.ok || faultsOfDraft(draft).length > 0)
    return err("unfinished", "Something is missing or wrong: see the steps named.");
  const number = await takeAgentNumber(pool);
  const homeBuilding = await settleHome(pool, homes, { world, number, home: content.home });
  if (!homeBuilding.ok) return homeBuilding;
  const sealed = await moveKey(
    { pool, sealer },
    userId,
    draftId,
    mindKeyPlace(formatId("agt", world, number)),
  );
  if (!sealed.ok) return sealed;
  const { secret, kept } = mintKey(world, {
    name: keyName.value,
    scopes: content.key_scopes,
    expiresInDays: content.key_days,
  });
  const tick = await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      "SELECT FROM app_user WHERE id = $1 AND frozen_at IS NULL AND deleted_at IS NULL FOR UPDATE",
      [userId],
    );
    if (rowCount === 0) return null;
    return insertAgent(client, {
      world,
      number,
      name: name.value,
      kind: content.kind,
      homeBuilding: homeBuilding.value,
      district: CITY_HALL,
      key: kept,
      actions: [arrival(homeBuilding.value), ...policyOf(content)],
      person: {
        userId,
        draftId,
        agentsMax,
        persona: content.persona,
        goals: content.goals,
        look: content.look,
        mind: mindOf(content),
        mindKeySealed: keepsKey(content) ? sealed.value : null,
      },
    });
  });
  if (tick === null) return notMade(pool, userId, draftId, agentsMax);
  return ok({
    agent_id: formatId("agt", world, number),
    name: name.value,
    home: formatId("bld", world, homeBuilding.value),
    enters_at_tick: assertExists(tick, "a world has a City Hall") + TICKS_TO_ENTER,
    key_id: kept.id,
    key: secret,
  });
}

/** What an agent's own provider key is sealed for. */
export function mindKeyPlace(agentId: AgentId): string {
  return `mind:${agentId}`;
}

/** How an agent is to think, as it is kept; null for those who think for themselves. */
export function mindOf({
  kind,
  model,
  program,
}: Pick<DraftContent, "kind" | "model" | "program">): object | null {
  if (kind === "model") return model;
  return kind === "code" ? { program } : null;
}

/** Whoever no program of its owner drives lives by the resident policy. */
function policyOf({ kind }: DraftContent): SystemAction[] {
  return kind === "external"
    ? []
    : [{ kind: "set_policy", idempotencyKey: "set_policy", parameters: { policy: "resident" } }];
}

function keepsKey({ kind, model }: DraftContent): boolean {
  return kind === "model" && model.key === "own";
}

/** Sealed bytes open in their own place only, so the key is sealed anew for where it goes. */
async function moveKey(
  { pool, sealer }: Pick<GoLiveGround, "pool" | "sealer">,
  userId: number,
  draftId: string,
  place: string,
): Promise<Result<Uint8Array | null, "bad_seal">> {
  const sealed = await readDraftKey(pool, userId, draftId);
  if (sealed === null) return ok(null);
  const key = sealer.open(sealed, draftKeyPlace(draftId));
  return key.ok ? ok(sealer.seal(key.value, place)) : key;
}

async function notMade(
  pool: Pool,
  userId: number,
  draftId: string,
  agentsMax: number,
): Promise<Result<never, "quota_reached" | "gone">> {
  const { rowCount } = await pool.query("SELECT FROM agent_draft WHERE user_id = $1 AND id = $2", [
    userId,
    draftId,
  ]);
  return rowCount === 0
    ? err("gone", "The draft is gone: it went live already, or was deleted.")
    : err(
        "quota_reached",
        `Your plan has room for ${agentsMax} agents: retire one, or choose a larger plan.`,
      );
}
