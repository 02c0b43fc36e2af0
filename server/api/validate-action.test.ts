import { expect, test } from "vitest";
import { requestDigest } from "./request-digest.ts";
import { type ValidAction, validateAction } from "./validate-action.ts";

const say = { action: "say", parameters: { text: "Hello" }, idempotency_key: "k1" };

function problemOf(body: unknown, header: string | null = null) {
  const result = validateAction(body, header);
  return result.ok ? null : result.problem;
}

function valid(body: unknown, header: string | null = null): ValidAction {
  const result = validateAction(body, header);
  if (!result.ok) throw new Error(result.problem.detail);
  return result.value;
}

test("[AP-8] a well-formed action is taken with its defaults filled in", () => {
  expect(valid(say)).toEqual({
    kind: "say",
    parameters: { text: "Hello" },
    reasoning: "",
    confidence: 1,
    idempotencyKey: "k1",
  });
  expect(valid({ action: "wait", idempotency_key: "k" }).parameters).toEqual({ minutes: 10 });
});

test("[AP-8] every wrong field is named with its place, and a mistyped name with what was meant", () => {
  expect(problemOf({ ...say, action: "sya" })?.errors?.[0]?.detail).toContain('Did you mean "say"?');
  expect(problemOf({ ...say, paramters: {} })?.errors).toContainEqual(
    expect.objectContaining({ pointer: "/paramters", detail: expect.stringContaining('"parameters"') }),
  );
  expect(problemOf({ ...say, parameters: { text: "x", tetx: "y" } })?.errors?.[0]?.pointer).toBe(
    "/parameters/tetx",
  );
  expect(problemOf({ ...say, confidence: 2 })?.errors?.[0]?.pointer).toBe("/confidence");
  expect(problemOf({ ...say, action: "move_to", parameters: {} })?.detail).toContain("exactly one of");
  expect(problemOf({ ...say, action: "move_to", parameters: { bulding: "bld_1000001" } })?.detail).toContain(
    '"building"',
  );
  for (const body of [null, [], "x", 7]) expect(problemOf(body)?.code).toBe("invalid_body");
});

test("[AP-2] the idempotency key may stand in the body, the header or both alike, and must stand somewhere", () => {
  const { idempotency_key: _, ...bare } = say;
  expect(problemOf(bare)?.code).toBe("missing_idempotency_key");
  expect(valid(bare, "k2").idempotencyKey).toBe("k2");
  expect(valid(bare, '"k2"').idempotencyKey).toBe("k2");
  expect(valid(say, "k1").idempotencyKey).toBe("k1");
  expect(problemOf(say, "other")?.code).toBe("bad_request");
  expect(problemOf(bare, "\u00e9")?.code).toBe("bad_request");
  expect(problemOf(bare, "k".repeat(201))?.code).toBe("bad_request");
  expect(problemOf({ ...say, idempotency_key: 5 })?.errors?.[0]?.pointer).toBe("/idempotency_key");
});

test("[AP-3] the digest follows what is asked, not how it is written", () => {
  const a = valid({ action: "move_to", parameters: { point: { x: 1, z: 2 } }, idempotency_key: "a" });
  const b = valid({
    idempotency_key: "b",
    confidence: 1,
    parameters: { point: { z: 2, x: 1 } },
    action: "move_to",
  });
  expect(requestDigest(a)).toEqual(requestDigest(b));
  for (const change of [
    { parameters: { point: { x: 1, z: 3 } } },
    { reasoning: "why" },
    { confidence: 0.5 },
  ]) {
    const other = valid({
      action: "move_to",
      parameters: { point: { x: 1, z: 2 } },
      idempotency_key: "a",
      ...change,
    });
    expect(requestDigest(other)).not.toEqual(requestDigest(a));
  }
});
