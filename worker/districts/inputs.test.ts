import { expect, it } from "vitest";
import { LETTER_KINDS, type StampedAction, type StepInput } from "#sim";
import { Draws } from "#tests/util/seed.ts";
import { canonicalJson, decodeInputs, encodeInputs } from "./inputs.ts";

const SEED = Number(process.env.FUZZ_SEED ?? 77_001);
const TEXTS = ["", "hello", "Grüße 🌆 \u0001", '"quoted" \\ \n', "\ufeff中文"];

function draw(draws: Draws): StepInput {
  const list = <T>(max: number, make: (i: number) => T): T[] =>
    Array.from({ length: draws.below(max) }, (_, i) => make(i));
  return {
    tick: draws.below(1_000_000),
    closedBorders: list(5, (i) => i * 3),
    letters: list(20, (i) => ({
      from: draws.below(50),
      to: draws.below(50),
      tick: draws.below(1_000_000),
      seq: i,
      kind: draws.pick(LETTER_KINDS),
      cents: draws.below(2_000_000) * 1_000_000,
      body: Uint8Array.from(list(300, () => draws.below(256))),
    })),
    actions: list(30, (i) => drawAction(draws, i)),
  };
}

function drawAction(draws: Draws, index: number): StampedAction {
  const head = { seq: 2 ** 40 + index, agent: 16_777_216 + draws.below(100) };
  switch (draws.below(5)) {
    case 0:
      return { ...head, kind: "say", parameters: { text: draws.pick(TEXTS) } };
    case 1:
      return {
        ...head,
        kind: "move_to",
        parameters: { point: { x: draws.below(100) / 7, z: 0.5 - draws.below(100) / 3 } },
      };
    case 2:
      return { ...head, kind: "arrive", parameters: { homeBuilding: draws.below(9_999), grantCents: 100 } };
    case 3:
      return { ...head, kind: "pay", parameters: { to: "agt_10000a4", amount_cents: draws.below(999) + 1 } };
    default:
      return { ...head, kind: "leave", parameters: {} };
  }
}

it("[CM-11] inputs come back from the log as they went in", () => {
  const draws = new Draws(SEED);
  for (let round = 0; round < 500; round++) {
    const input = draw(draws);
    const bytes = encodeInputs(input);
    expect(decodeInputs(bytes), `seed ${SEED} round ${round}`).toEqual(input);
    expect(encodeInputs(decodeInputs(bytes))).toEqual(bytes);
  }
});

it("[CM-11] letters of every kind are read from a log that was written before agents' purses were dunned", () => {
  const log = Buffer.from(
    "010900080001080100000100000108020100010100010803020001020001080403000103000108050400010400010806050001050001080706000106000108080700010700",
    "hex",
  );
  expect(decodeInputs(log).letters.map(({ kind }) => kind)).toEqual([
    "handoff",
    "money",
    "order",
    "payment",
    "purse",
    "bill",
    "due",
    "heir",
  ]);
});

it("[CM-12] damaged inputs are refused or read as something else, never with another failure", () => {
  const draws = new Draws(SEED + 1);
  for (let round = 0; round < 500; round++) {
    const bytes = encodeInputs(draw(draws));
    bytes[draws.below(bytes.length)] = draws.below(256);
    try {
      decodeInputs(bytes.subarray(0, bytes.length - draws.below(3)));
    } catch (error) {
      expect([RangeError.name, SyntaxError.name, "AssertionFault"]).toContain((error as Error).name);
    }
  }
});

it("[CM-13] equal values have equal bytes, whatever order their fields were set in", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
  expect(canonicalJson({ y: 1, x: 2 })).toBe(canonicalJson({ x: 2, y: 1 }));
});
