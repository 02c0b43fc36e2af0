import { LIMITS } from "#city/limits.ts";
import {
  ACTION_PARAMETERS,
  type ActionKind,
  type ActionRequestBody,
  actionRequestSchema,
} from "#city/protocol/actions.ts";
import { type FieldFault, fault, faultAt } from "#city/protocol/field-faults.ts";
import { type Ok, ok } from "#city/result.ts";
import type { Problem } from "./problem.ts";
import { faultsOf, invalidBody } from "./read-body.ts";

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
    return refused([faultAt("", fault("not_object"))]);
  }
  const key = joinKeys("idempotency_key" in body ? body.idempotency_key : undefined, keyHeader);
  if (!key.ok) return key;
  const request = actionRequestSchema.safeParse({ ...body, idempotency_key: key.value });
  if (!request.success) return refused(faultsOf(request.error, actionRequestSchema, "", body));
  return withParameters(request.data);
}

function withParameters(request: ActionRequestBody): Ok<ValidAction> | Invalid {
  const schema = ACTION_PARAMETERS[request.action];
  const parameters = schema.safeParse(request.parameters);
  if (!parameters.success)
    return refused(faultsOf(parameters.error, schema, "/parameters", request.parameters));
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

function refused(errors: readonly FieldFault[]): Invalid {
  return { ok: false, problem: invalidBody(errors) };
}
