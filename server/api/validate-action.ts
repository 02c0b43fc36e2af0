import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import {
  ACTION_KINDS,
  ACTION_PARAMETERS,
  type ActionKind,
  type ActionRequestBody,
  actionRequestSchema,
} from "#city/protocol/actions.ts";
import { type Ok, ok } from "#city/result.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { FieldFault, Problem } from "./problem.ts";

/** An action that is well-formed; whether it can be done is for the city to say. */
export interface ValidAction {
  readonly kind: ActionKind;
  readonly parameters: object;
  readonly reasoning: string;
  readonly confidence: number;
  readonly idempotencyKey: string;
}

export interface Invalid {
  readonly ok: false;
  readonly problem: Problem;
}

const HEADER_KEY = /^[\x20-\x7e]+$/;

/** Checks the shape of an action. The idempotency key may stand in the body, the `Idempotency-Key` header, or both. */
export function validateAction(body: unknown, keyHeader: string | null): Ok<ValidAction> | Invalid {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return invalid([{ pointer: "", detail: "The body must be a JSON object." }]);
  }
  const key = joinKeys("idempotency_key" in body ? body.idempotency_key : undefined, keyHeader);
  if (!key.ok) return key;
  const request = actionRequestSchema.safeParse({ ...body, idempotency_key: key.value });
  if (!request.success) return invalid(faultsOf(request.error, actionRequestSchema, "", body));
  return withParameters(request.data);
}

function withParameters(request: ActionRequestBody): Ok<ValidAction> | Invalid {
  const schema = ACTION_PARAMETERS[request.action];
  const parameters = schema.safeParse(request.parameters);
  if (!parameters.success)
    return invalid(faultsOf(parameters.error, schema, "/parameters", request.parameters));
  return ok({
    kind: request.action,
    parameters: parameters.data,
    reasoning: request.reasoning,
    confidence: request.confidence,
    idempotencyKey: request.idempotency_key,
  });
}

function joinKeys(inBody: unknown, header: string | null): Ok<unknown> | Invalid {
  if (header === null) return inBody === undefined ? missingKey() : ok(inBody);
  // The header's own standard writes the key in quotes; both ways are in use.
  const inHeader = header.replace(/^"(.*)"$/, "$1");
  if (!HEADER_KEY.test(inHeader) || inHeader.length > LIMITS.idempotencyKeyCharsMax) {
    const detail = `The Idempotency-Key header must be 1 to ${LIMITS.idempotencyKeyCharsMax} printable ASCII characters.`;
    return { ok: false, problem: { code: "bad_request", detail } };
  }
  if (inBody === undefined || inBody === inHeader) return ok(inHeader);
  const detail =
    "The Idempotency-Key header and idempotency_key in the body differ; send one, or both alike.";
  return { ok: false, problem: { code: "bad_request", detail } };
}

function missingKey(): Invalid {
  const detail =
    'Send "idempotency_key" in the body or an Idempotency-Key header: any text that is new for each action, so that sending it twice does it once.';
  return { ok: false, problem: { code: "missing_idempotency_key", detail } };
}

function invalid(errors: readonly FieldFault[]): Invalid {
  const detail = errors
    .map(({ pointer, detail }) => (pointer === "" ? detail : `${pointer}: ${detail}`))
    .join(" ");
  return { ok: false, problem: { code: "invalid_body", detail: detail.slice(0, 500), errors } };
}

function faultsOf(error: z.ZodError, schema: z.ZodType, base: string, given: object): FieldFault[] {
  return error.issues.slice(0, FAULTS_MAX).flatMap((issue) => faultsOfIssue(issue, schema, base, given));
}

/** More would not help anybody. */
const FAULTS_MAX = 10;
const NAME_CHARS_SHOWN = 40;

function faultsOfIssue(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  base: string,
  given: object,
): FieldFault[] {
  const pointer = base + issue.path.map((part) => `/${escapePointer(String(part))}`).join("");
  if (issue.code === "unrecognized_keys") {
    const known = namesAt(schema, issue.path);
    return issue.keys.slice(0, FAULTS_MAX).map((name) => ({
      pointer: `${pointer}/${escapePointer(name.slice(0, NAME_CHARS_SHOWN))}`,
      detail: withHint("This field is not known.", name, known),
    }));
  }
  if (issue.code === "invalid_value" && issue.path[0] === "action") {
    const name = "action" in given && typeof given.action === "string" ? given.action : "";
    return [
      {
        pointer,
        detail: withHint(`The action must be one of: ${ACTION_KINDS.join(", ")}.`, name, ACTION_KINDS),
      },
    ];
  }
  return [{ pointer, detail: `${issue.message}.` }];
}

function withHint(detail: string, given: string, known: readonly string[]): string {
  const meant = didYouMean(given, known);
  return meant === null ? detail : `${detail} Did you mean "${meant}"?`;
}

/** Names of the fields an object schema knows at a path inside it. */
function namesAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at: unknown = schema;
  for (const part of path) {
    at = unwrap(at);
    at = at instanceof z.ZodObject ? at.shape[String(part)] : null;
  }
  at = unwrap(at);
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function unwrap(schema: unknown): unknown {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? unwrap(schema.unwrap()) : schema;
}

function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
