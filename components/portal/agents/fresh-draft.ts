import { LIMITS } from "#city/limits.ts";
import { emptyDraft } from "#city/protocol/agent-draft.ts";
import { fault, faultAt } from "#city/protocol/field-faults.ts";
import { lookOfWord } from "#city/world/look.ts";
import type { Draft } from "./types.ts";

const WORD_LIMIT = 2 ** 32;

/** A draft that only this page knows of, with an empty id: looking into the wizard leaves nothing behind. */
export function freshDraft(): Draft {
  const nameless = fault("name_length", { max: LIMITS.agentNameCharsMax, length: 0 });
  return {
    draft_id: "",
    step: "profile",
    content: emptyDraft(lookOfWord(Math.floor(Math.random() * WORD_LIMIT))),
    has_provider_key: false,
    updated_at: new Date().toISOString(),
    faults: [{ step: "profile", ...faultAt("/name", nameless) }],
  };
}
