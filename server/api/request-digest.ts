import { createHash } from "node:crypto";
import type { ValidAction } from "./validate-action.ts";

/** SHA-256 of what an action asks for, whatever the order and spacing of its JSON; its idempotency key is not part of it. */
export function requestDigest({ kind, parameters, reasoning, confidence }: ValidAction): Buffer {
  return createHash("sha256")
    .update(canonicalJson([kind, parameters, reasoning, confidence]))
    .digest();
}

/** JSON with the fields of every object in order, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${fields.join(",")}}`;
}
