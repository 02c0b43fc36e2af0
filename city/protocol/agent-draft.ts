import { z } from "zod";
import { LIMITS } from "../limits.ts";
import { lookSchema } from "../world/look.ts";
import { DEFAULT_SCOPES, KEY_SCOPES } from "./scopes.ts";

/** Who decides for an agent of a person: its own program, the city's resident policy, a model, or a program run by the city. */
export const OWN_AGENT_KINDS = ["external", "resident", "model", "code"] as const;
export type OwnAgentKind = (typeof OWN_AGENT_KINDS)[number];

export const MODEL_PROVIDERS = ["openai", "anthropic", "compatible", "scripted"] as const;
export type ModelProvider = (typeof MODEL_PROVIDERS)[number];

/** Steps of the wizard, in order; `mind` is for model and code agents only. */
export const DRAFT_STEPS = ["profile", "kind", "mind", "home", "key", "live"] as const;
export type DraftStep = (typeof DRAFT_STEPS)[number];

/** How a model agent is to think. */
export const modelMindSchema = z.strictObject({
  provider: z.enum(MODEL_PROVIDERS),
  model: z.string().max(LIMITS.modelNameCharsMax),
  temperature: z.number().min(0).max(2),
  /** Of an OpenAI-compatible server; null for all others. */
  base_url: z.string().max(LIMITS.modelAddressCharsMax).nullable(),
  /** Whose key pays: the owner's own, or the city's out of the plan's budget. */
  key: z.enum(["own", "city"]),
});
export type ModelMind = z.infer<typeof modelMindSchema>;

const personaSchema = z.string().max(LIMITS.personaCharsMax);
const goalsSchema = z.string().max(LIMITS.goalsCharsMax);
const programSchema = z.string().max(LIMITS.programCharsMax);
/** Longer than a name may be, so that one too long is kept and named, not lost. */
const draftNameSchema = z.string().max(4 * LIMITS.agentNameCharsMax);

/** All that a draft holds; it may be unfinished, so hardly anything is refused here. */
export const draftContentSchema = z.strictObject({
  name: draftNameSchema,
  look: lookSchema,
  persona: personaSchema,
  goals: goalsSchema,
  kind: z.enum(OWN_AGENT_KINDS),
  /** Kept also while another kind is chosen, so that trying one out loses nothing. */
  model: modelMindSchema,
  program: programSchema,
  /** Id of a building, or null to have a home chosen. */
  home: z.string().max(20).nullable(),
  key_name: z.string().max(4 * LIMITS.keyNameCharsMax),
  key_scopes: z.array(z.enum(KEY_SCOPES)).max(KEY_SCOPES.length),
  key_days: z.int().min(1).max(LIMITS.keyDaysMax).nullable(),
});
export type DraftContent = z.infer<typeof draftContentSchema>;

/** What a new draft begins with; without content it is empty and looks like anybody. */
export const draftBeginSchema = z.strictObject({
  step: z.enum(DRAFT_STEPS).optional(),
  content: draftContentSchema.optional(),
});
export type DraftBegin = z.infer<typeof draftBeginSchema>;

/** Changes to a draft: what is left out stays. `provider_key` null removes the one that was typed in. */
export const draftChangeSchema = z.strictObject({
  step: z.enum(DRAFT_STEPS).optional(),
  content: draftContentSchema.partial().optional(),
  provider_key: z.string().min(1).max(LIMITS.providerKeyCharsMax).nullable().optional(),
});
export type DraftChange = z.infer<typeof draftChangeSchema>;

/** What can be changed of an agent that lives. */
export const agentChangeSchema = z.strictObject({
  persona: personaSchema.optional(),
  goals: goalsSchema.optional(),
  look: lookSchema.optional(),
  model: modelMindSchema.optional(),
  program: programSchema.optional(),
  provider_key: z.string().min(1).max(LIMITS.providerKeyCharsMax).nullable().optional(),
});
export type AgentChange = z.infer<typeof agentChangeSchema>;

/** What a draft holds before anything is typed in. */
export function emptyDraft(look: DraftContent["look"]): DraftContent {
  return {
    name: "",
    look,
    persona: "",
    goals: "",
    kind: "external",
    model: { provider: "scripted", model: "", temperature: 0.7, base_url: null, key: "city" },
    program: "",
    home: null,
    key_name: "first key",
    key_scopes: [...DEFAULT_SCOPES],
    key_days: null,
  };
}

export const PASSPORT_FORMAT = "borough-agent-passport";
export const PASSPORT_VERSION = 1;

/** An agent on paper: all that its owner wrote, and no key of any kind. */
export const passportSchema = z.strictObject({
  format: z.literal(PASSPORT_FORMAT),
  version: z.literal(PASSPORT_VERSION),
  /** RFC 3339. */
  exported_at: z.iso.datetime(),
  /** Id of the agent it was written for. */
  agent_id: z.string().max(20),
  agent: z.strictObject({
    name: draftNameSchema,
    look: lookSchema,
    persona: personaSchema,
    goals: goalsSchema,
    kind: z.enum(OWN_AGENT_KINDS),
    model: modelMindSchema.nullable(),
    program: programSchema.nullable(),
    home: z.string().max(20).nullable(),
  }),
  /** SHA-256, hexadecimal, of all the rest as JSON with sorted fields and no spaces. */
  checksum: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Passport = z.infer<typeof passportSchema>;
