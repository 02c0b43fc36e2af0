import { z } from "zod";
import { ACTION_KINDS } from "./actions.ts";
import { RESULT_CODES, RESULT_STATUSES, type ResultCode } from "./codes.ts";

const metres = z.number();
const pointSchema = z.object({ x: metres, z: metres });

const placeSchema = z.object({
  district: z.object({ id: z.string(), name: z.string() }),
  neighborhood: z.object({ id: z.string(), name: z.string() }),
  /** Where the agent stands or is passing, in metres. */
  point: pointSchema,
  street: z.string(),
  /** The building it is in, or null outdoors. */
  inside: z.object({ id: z.string(), use: z.string(), address: z.string() }).nullable(),
  /** Where it is going, or null when it goes nowhere; `arrives_at` is city time. */
  going_to: z
    .object({ building: z.string().nullable(), point: pointSchema, arrives_at: z.string() })
    .nullable(),
});

const visibleAgentSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["resident", "model", "code", "external"]),
  distance_m: metres,
  point: pointSchema,
  activity: z.string(),
  inside: z.string().nullable(),
});

const messageSchema = z.object({
  from: z.object({ id: z.string(), name: z.string() }),
  kind: z.enum(["say", "whisper", "payment", "system"]),
  text: z.string(),
  tick: z.int(),
});

const nearbyBuildingSchema = z.object({
  id: z.string(),
  use: z.string(),
  address: z.string(),
  distance_m: metres,
  open: z.boolean(),
  sells: z.array(z.string()),
  jobs: z.int(),
  parcel: z.string(),
  /** Agent or person who owns the parcel, or null: the city. */
  owner: z.string().nullable(),
  /** What the parcel can be had for (purchase, or claim while the city has it), or null. */
  price_cents: z.int().nullable(),
});

const environmentSchema = z.object({
  /** Simulated time, ISO 8601 without zone: day 1 is 0001-01-01. */
  city_time: z.string(),
  daylight: z.enum(["night", "dawn", "day", "dusk"]),
  buildings: z.array(nearbyBuildingSchema),
  self: z.object({
    name: z.string(),
    activity: z.string(),
    /** Busy until this city time, or null. */
    busy_until: z.string().nullable(),
    energy: z.int().describe("0 (exhausted) to 100"),
    satiety: z.int().describe("0 (starving) to 100"),
    purse_cents: z.int(),
    meals: z.int(),
    goods: z.int(),
    home: z.string().nullable(),
    /** Parcels of this district that it owns. */
    deeds: z.array(z.string()),
    /** Property tax unpaid on parcels of its own, anywhere in the city; each falls back to the city after `days_left` days. */
    owes: z.array(z.object({ parcel: z.string(), cents: z.int(), days_left: z.int() })),
  }),
});

export const availableActionSchema = z.object({
  action: z.enum(ACTION_KINDS),
  description: z.string(),
  /** JSON Schema of `parameters`. */
  parameters: z.record(z.string(), z.unknown()),
  cost_cents: z.int(),
});

export const resultSchema = z.object({
  action_id: z.string(),
  idempotency_key: z.string(),
  action: z.enum(ACTION_KINDS),
  tick: z.int().nullable(),
  status: z.enum(RESULT_STATUSES),
  code: z.enum(Object.keys(RESULT_CODES) as [ResultCode, ...ResultCode[]]),
  message: z.string(),
  effects: z.record(z.string(), z.unknown()),
});

/** What an agent perceives after one tick. The same on every binding. */
export const observationSchema = z.object({
  agent_id: z.string(),
  tick: z.int(),
  /** Wall time, ISO 8601 UTC. */
  timestamp: z.string(),
  observation: z.object({
    location: placeSchema,
    visible_agents: z.array(visibleAgentSchema),
    messages: z.array(messageSchema),
    environment: environmentSchema,
  }),
  available_actions: z.array(availableActionSchema),
  memory_context: z.record(z.string(), z.unknown()),
  /** Wall time by which a decision should arrive to count for the next tick. */
  deadline: z.string(),
});
export type Observation = z.infer<typeof observationSchema>;
export type ActionResultView = z.infer<typeof resultSchema>;
export type AvailableAction = z.infer<typeof availableActionSchema>;
