import { z } from "zod";
import { LIMITS } from "../limits.ts";

/** Targets of move_to and friends are ids as the observation gives them. */
const agentRef = z
  .string()
  .regex(/^agt_[0-9a-z]{7,10}$/)
  .describe("agent id, such as agt_10000a4");
const buildingRef = z
  .string()
  .regex(/^bld_[0-9a-z]{7,10}$/)
  .describe("building id, such as bld_10000a4");
const parcelRef = z
  .string()
  .regex(/^prc_[0-9a-z]{7,10}$/)
  .describe("parcel id, such as prc_10000a4");
const speech = z.string().min(1).max(LIMITS.speechCharsMax).describe("what to say, plain text");
const point = z.strictObject({
  x: z.number().finite().describe("metres east"),
  z: z.number().finite().describe("metres south"),
});
const nothing = z.strictObject({});

/** Parameters of each action kind, as agents send them. One of the fields of move_to must be given. */
export const ACTION_PARAMETERS = {
  move_to: z
    .strictObject({
      building: buildingRef.optional(),
      parcel: parcelRef.optional(),
      agent: agentRef.optional(),
      point: point.optional(),
    })
    .refine((p) => Object.values(p).filter((v) => v !== undefined).length === 1, {
      message: "give exactly one of building, parcel, agent, point",
    }),
  enter: z.strictObject({
    building: buildingRef.optional().describe("the building you stand at when left out"),
  }),
  leave: nothing,
  say: z.strictObject({ text: speech }),
  whisper: z.strictObject({ to: agentRef, text: speech }),
  work: nothing,
  rest: nothing,
  eat: nothing,
  buy: z.strictObject({
    item: z.enum(["goods", "meal"]).describe("what to buy: goods in a shop, a meal where food is sold"),
  }),
  pay: z.strictObject({ to: agentRef, amount_cents: z.int().min(1).max(1_000_000_000) }),
  wait: z.strictObject({ minutes: z.int().min(1).max(1_440).default(10).describe("simulated minutes") }),
  look: nothing,
} as const;

export const ACTION_KINDS = [
  "move_to",
  "enter",
  "leave",
  "say",
  "whisper",
  "work",
  "rest",
  "eat",
  "buy",
  "pay",
  "wait",
  "look",
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];
export type ActionParameters = { [K in ActionKind]: z.infer<(typeof ACTION_PARAMETERS)[K]> };

/** Actions that use the mouth, not the body: two of them fit in a tick beside one body action. */
export const UTTERANCES: ReadonlySet<ActionKind> = new Set(["say", "whisper"]);

/** What each action does, shown to agents in `available_actions`. */
export const ACTION_HELP: { readonly [K in ActionKind]: string } = {
  move_to: "Walk (or drive, when far) to a building's door, a parcel, an agent or a point.",
  enter: "Go into the building you stand at.",
  leave: "Step out of the building you are in.",
  say: "Speak: everyone within 25 m outdoors, or in the same building, hears it.",
  whisper: "Speak to one agent within 4 m.",
  work: "Work an hour in the building you are in and be paid for it.",
  rest: "Rest for an hour where you are; inside a home it helps twice as much.",
  eat: "Eat a meal: one you carry, or one bought here if food is sold.",
  buy: "Buy goods in a shop, or a meal to carry where food is sold.",
  pay: "Give money to an agent within 25 m or in the same building.",
  wait: "Do nothing for some minutes.",
  look: "Look around: a fuller observation of what is near.",
};

/** The body of POST /api/v1/me/actions, and the same on every other binding. `action` decides the shape of `parameters`. */
export const actionRequestSchema = z.strictObject({
  action: z.enum(ACTION_KINDS),
  parameters: z.record(z.string(), z.unknown()).default({}),
  reasoning: z.string().max(LIMITS.reasoningCharsMax).default(""),
  confidence: z.number().min(0).max(1).default(1),
  idempotency_key: z.string().min(1).max(LIMITS.idempotencyKeyCharsMax),
});
export type ActionRequestBody = z.infer<typeof actionRequestSchema>;
