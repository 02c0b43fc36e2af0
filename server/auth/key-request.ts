import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { DEFAULT_SCOPES, KEY_SCOPES, type KeyScope } from "#city/protocol/scopes.ts";
import { parseLabel } from "./agent-name.ts";

const label = z
  .string()
  .transform((text, context) => {
    const name = parseLabel(text, LIMITS.keyNameCharsMax);
    if (name.ok) return name.value;
    context.addIssue({ code: "custom", params: { fault: name } });
    return z.NEVER;
  })
  .describe("what the key is for, shown in lists");

/** What is asked of a new key. */
export const newKeySchema = z.strictObject({
  name: label,
  scopes: z
    .array(z.enum(KEY_SCOPES))
    .min(1)
    .max(KEY_SCOPES.length)
    .default([...DEFAULT_SCOPES])
    // In one order and each once, whatever order they were ticked in.
    .transform((scopes): KeyScope[] => KEY_SCOPES.filter((scope) => scopes.includes(scope))),
  expires_in_days: z.int().min(1).max(LIMITS.keyDaysMax).nullable().default(null),
});
export type NewKeyRequest = z.infer<typeof newKeySchema>;

/** How long the old key works on beside the new one; 0 ends it at once. */
export const rotateSchema = z.strictObject({
  overlap_minutes: z.int().min(0).max(LIMITS.keyOverlapMinutesMax).default(60),
});

export const leakSchema = z.strictObject({ key: z.string().min(1).max(200) });
