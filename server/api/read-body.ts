import { z } from "zod";
import { type FieldFault, type FieldFaultCode, fault, faultAt } from "#city/protocol/field-faults.ts";
import type { Err } from "#city/result.ts";
import { didYouMean } from "./did-you-mean.ts";
import { ApiFault, type Problem } from "./problem.ts";

/** Reads a body as a schema wants it. Throws ApiFault `invalid_body`, which names every field that is wrong. */
export function readBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ApiFault(invalidBody([faultAt("", fault("not_object"))]));
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiFault(invalidBody(faultsOf(parsed.error, schema, "", body)));
}

/** The problem that a body with these faults is. */
export function invalidBody(errors: readonly FieldFault[]): Problem {
  const detail = errors
    .map(({ pointer, detail }) => (pointer === "" ? detail : `${pointer}: ${detail}`))
    .join(" ");
  return { code: "invalid_body", detail: detail.slice(0, 500), errors };
}

/** What is wrong with `given`, with pointers that begin with `base`. */
export function faultsOf(error: z.ZodError, schema: z.ZodType, base: string, given: object): FieldFault[] {
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
    return issue.keys.slice(0, FAULTS_MAX).map((name) => {
      const meant = didYouMean(name, known);
      const found = meant === null ? fault("unknown_field") : fault("unknown_field_like", { meant });
      return faultAt(`${pointer}/${escapePointer(name.slice(0, NAME_CHARS_SHOWN))}`, found);
    });
  }
  return [faultAt(pointer, faultOfIssue(issue, valueAt(given, issue.path)))];
}

/** What a schema found wrong with a value, by our own list. */
function faultOfIssue(
  issue: Exclude<z.core.$ZodIssue, z.core.$ZodIssueUnrecognizedKeys>,
  value: unknown,
): Err<FieldFaultCode> {
  switch (issue.code) {
    case "invalid_type":
      return value === undefined ? fault("missing") : fault("wrong_type", { type: issue.expected });
    case "too_small":
      return fault(TOO_LITTLE[issue.origin] ?? "too_small", { min: Number(issue.minimum) });
    case "too_big":
      return fault(TOO_MUCH[issue.origin] ?? "too_large", { max: Number(issue.maximum) });
    case "invalid_format":
      return fault("bad_form", { form: issue.pattern ?? issue.format });
    case "invalid_value":
      return value === undefined ? fault("missing") : notOneOf(issue.values.map(String), value);
    case "custom":
      return givenFault(issue.params) ?? fault("bad_value");
    default:
      return fault("bad_value");
  }
}

const TOO_LITTLE: Readonly<Record<string, FieldFaultCode>> = { string: "too_short", array: "too_few" };
const TOO_MUCH: Readonly<Record<string, FieldFaultCode>> = { string: "too_long", array: "too_many" };

function notOneOf(names: readonly string[], value: unknown): Err<FieldFaultCode> {
  const choices = names.join(", ");
  const meant = typeof value === "string" ? didYouMean(value, names) : null;
  return meant === null ? fault("not_one_of", { choices }) : fault("not_one_of_like", { choices, meant });
}

/** The fault that a check of ours found: schemas carry it as the parameter `fault`. */
function givenFault(params: Readonly<Record<string, unknown>> | undefined): Err<FieldFaultCode> | null {
  const found = params?.fault;
  // Only our own schemas have such a parameter, and they make it with fault().
  return found === undefined ? null : (found as Err<FieldFaultCode>);
}

/** What stands at a path. */
function valueAt(given: object, path: readonly PropertyKey[]): unknown {
  let at: unknown = given;
  for (const part of path) at = typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined;
  return at;
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
