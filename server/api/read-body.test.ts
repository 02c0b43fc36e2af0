import { expect, test } from "vitest";
import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { FIELD_FAULTS, fault } from "#city/protocol/field-faults.ts";
import { fillText } from "#city/protocol/fill-text.ts";
import { newKeySchema } from "#server/auth/key-request.ts";
import { ApiFault, type Problem } from "./problem.ts";
import { readBody } from "./read-body.ts";

const schema = z.strictObject({
  name: z.string().min(2).max(4),
  kind: z.enum(["shop", "home"]),
  days: z.int().min(1).max(30),
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  tags: z.array(z.string()).min(1).max(2),
  even: z.number().refine((n) => n % 2 === 0, { params: { fault: fault("bad_email") } }),
  odd: z.number().refine((n) => n % 2 === 1),
});
const GOOD = { name: "Ada", kind: "shop", days: 3, colour: "#00ff00", tags: ["a"], even: 2, odd: 1 };

function problemOf(read: () => unknown): Problem {
  try {
    read();
  } catch (error) {
    if (error instanceof ApiFault) return error.problem;
    throw error;
  }
  throw new Error("nothing was wrong");
}

test.each<[field: string, value: unknown, code: keyof typeof FIELD_FAULTS, values: object]>([
  ["name", undefined, "missing", {}],
  ["name", 7, "wrong_type", { type: "string" }],
  ["name", "A", "too_short", { min: 2 }],
  ["name", "Adaline", "too_long", { max: 4 }],
  ["kind", undefined, "missing", {}],
  ["kind", "castle", "not_one_of", { choices: "shop, home" }],
  ["kind", "hoem", "not_one_of_like", { choices: "shop, home", meant: "home" }],
  ["days", 0, "too_small", { min: 1 }],
  ["days", 31, "too_large", { max: 30 }],
  ["days", 1.5, "wrong_type", { type: "int" }],
  ["colour", "red", "bad_form", { form: "/^#[0-9a-f]{6}$/" }],
  ["tags", [], "too_few", { min: 1 }],
  ["tags", ["a", "b", "c"], "too_many", { max: 2 }],
  ["even", 1, "bad_email", {}],
  ["odd", 2, "bad_value", {}],
  ["nmae", "Ada", "unknown_field_like", { meant: "name" }],
  ["zzzzzzzz", "Ada", "unknown_field", {}],
])("[HT-17] %s = %j is %s, with its values and its sentence", (field, value, code, values) => {
  const { errors } = problemOf(() => readBody(schema, { ...GOOD, [field]: value }));
  const detail = fillText(FIELD_FAULTS[code], values as Record<string, string | number>);
  expect(errors).toEqual([{ pointer: `/${field}`, code, detail, values }]);
});

test("[HT-17] a check of our own inside a schema keeps its code", () => {
  const { errors } = problemOf(() => readBody(newKeySchema, { name: "" }));
  expect(errors).toMatchObject([
    { pointer: "/name", code: "name_length", values: { max: LIMITS.keyNameCharsMax, length: 0 } },
  ]);
  expect(problemOf(() => readBody(schema, [])).errors).toMatchObject([{ pointer: "", code: "not_object" }]);
});
