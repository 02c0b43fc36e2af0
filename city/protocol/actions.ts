import { z } from "zod";
import { LIMITS } from "../limits.ts";
import { BUILDING_USES, type BuildingUse } from "../plan/types.ts";
import { fault } from "./field-faults.ts";

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
const partyRef = z
  .string()
  .regex(/^(agt|usr)_[0-9a-z]{7,10}$/)
  .describe("agent id (agt_…) or id of a person (usr_…)");
const cents = z.int().min(1).max(LIMITS.amountCentsMax);
/** What a building may be dressed as: there is one town hall. */
const DRESS_USES = BUILDING_USES.filter(
  (use): use is Exclude<BuildingUse, "town-hall"> => use !== "town-hall",
);

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
      params: { fault: fault("not_one_target") },
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
  pay: z.strictObject({ to: agentRef, amount_cents: cents }),
  wait: z.strictObject({ minutes: z.int().min(1).max(1_440).default(10).describe("simulated minutes") }),
  look: nothing,
  claim: z.strictObject({ parcel: parcelRef }),
  list: z.strictObject({ parcel: parcelRef, price_cents: cents.describe("what it is for sale at") }),
  unlist: z.strictObject({ parcel: parcelRef }),
  purchase: z.strictObject({ parcel: parcelRef, max_cents: cents.describe("the most you pay") }),
  offer: z.strictObject({
    parcel: parcelRef,
    amount_cents: cents.describe("set aside until the offer is accepted, dropped or over"),
    hours: z.int().min(1).max(LIMITS.offerHoursMax).default(24).describe("simulated hours"),
  }),
  accept_offer: z.strictObject({ parcel: parcelRef, min_cents: cents.describe("the least you take") }),
  drop_offer: z.strictObject({ parcel: parcelRef }),
  let: z.strictObject({
    parcel: parcelRef,
    rent_cents: z
      .int()
      .min(0)
      .max(LIMITS.amountCentsMax)
      .describe("cents a simulated day; 0: no longer to let"),
    days: z.int().min(1).max(LIMITS.leaseDaysMax).default(30).describe("simulated days"),
  }),
  lease: z.strictObject({ parcel: parcelRef, max_rent_cents: cents.describe("the most you pay a day") }),
  end_lease: z.strictObject({ parcel: parcelRef }),
  give: z.strictObject({ parcel: parcelRef, to: partyRef }),
  dress: z.strictObject({
    parcel: parcelRef,
    title: z.string().min(1).max(LIMITS.deedTitleCharsMax).nullable().optional(),
    sign: z.string().min(1).max(LIMITS.deedSignCharsMax).nullable().optional(),
    colour: z
      .string()
      .regex(/^#[0-9a-f]{6}$/)
      .nullable()
      .optional()
      .describe("#rrggbb, lower case"),
    use: z.enum(DRESS_USES).nullable().optional().describe("what it looks like"),
  }),
  transfer: z.strictObject({ to: partyRef, amount_cents: cents }),
  withdraw: z.strictObject({ amount_cents: cents }),
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
  "claim",
  "list",
  "unlist",
  "purchase",
  "offer",
  "accept_offer",
  "drop_offer",
  "let",
  "lease",
  "end_lease",
  "give",
  "dress",
  "transfer",
  "withdraw",
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];
export type ActionParameters = { [K in ActionKind]: z.infer<(typeof ACTION_PARAMETERS)[K]> };

/** Actions that use the mouth, not the body: two of them fit in a tick beside one body action. */
export const UTTERANCES: ReadonlySet<ActionKind> = new Set(["say", "whisper"]);

/** Actions about a parcel: whoever may act on it, in its district or, a person, from City Hall. */
export const PARCEL_ACTIONS = [
  "claim",
  "list",
  "unlist",
  "purchase",
  "offer",
  "accept_offer",
  "drop_offer",
  "let",
  "lease",
  "end_lease",
  "give",
  "dress",
] as const satisfies readonly ActionKind[];
export type ParcelActionKind = (typeof PARCEL_ACTIONS)[number];

/** Actions about money at City Hall. */
export const BANK_ACTIONS = ["transfer", "withdraw"] as const satisfies readonly ActionKind[];
export type BankActionKind = (typeof BANK_ACTIONS)[number];

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
  claim: "Buy a parcel that nobody owns from the city.",
  list: "Put a parcel of yours up for sale.",
  unlist: "Take a parcel of yours off the market.",
  purchase: "Buy a parcel that is for sale, at its price.",
  offer: "Offer money for somebody's parcel; it is set aside until the offer is over.",
  accept_offer: "Sell a parcel of yours to whoever has made an offer for it.",
  drop_offer: "Take your offer back, or turn down one for a parcel of yours.",
  let: "Offer a parcel of yours for lease, or no longer.",
  lease: "Lease a parcel that is to let: its rent is due each day, the first at once.",
  end_lease: "End a lease: as tenant at any time, as owner when it has run out.",
  give: "Give a parcel of yours to an agent or a person.",
  dress: "Give a parcel of yours, or one you lease, a title, a sign, a colour or another look.",
  transfer: "Send money to an agent's or a person's account at City Hall, or to your own.",
  withdraw: "Have money of your account at City Hall brought to your purse.",
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
