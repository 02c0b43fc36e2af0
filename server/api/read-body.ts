import { z } from "zod";
import { didYouMean } from "./did-you-mean.ts";
import { ApiFault, type FieldFault, type Problem } from "./problem.ts";

/** Reads a body as a schema wants it. Throws ApiFault `invalid_body`, which names every field that is wrong. */
export function readBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ApiFault(invalidBody([{ pointer: "", detail: "The body must be a JSON object." }]));
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
    return issue.keys.slice(0, FAULTS_MAX).map((name) => ({
      pointer: `${pointer}/${escapePointer(name.slice(0, NAME_CHARS_SHOWN))}`,
      detail: withHint("This field is not known.", name, known),
    }));
  }
  const names = issue.code === "invalid_value" ? issue.values.map(String) : [];
  if (names.length > 1) {
    const what = String(issue.path.at(-1) ?? "value");
    return [
      {
        pointer,
        detail: withHint(
          `The ${what} must be one of: ${names.join(", ")}.`,
          textAt(given, issue.path),
          names,
        ),
      },
    ];
  }
  return [{ pointer, detail: `${issue.message}.` }];
}

/** The text that stands at a path, or "". */
function textAt(given: object, path: readonly PropertyKey[]): string {
  let at: unknown = given;
  for (const part of path) at = typeof at === "object" && at !== null ? Reflect.get(at, part) : null;
  return typeof at === "string" ? at : "";
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
