import { parseId } from "../ids.ts";

/** MQTT topics; the leading slash is part of the customer's contract. Two levels below the noun, never more. */
export const topics = {
  /** Retained JSON ClockState. */
  clock: () => "/world/clock",
  /** Retained JSON CityState: plan hash, population, treasury. */
  city: () => "/world/city",
  /** JSON FeedEntry batches, as many per district and tick as its lines need. */
  feed: (districtId: string) => `/district/${districtId}/feed`,
  /** JSON {tick, generation, hash}: one per committed tick. */
  tick: (districtId: string) => `/district/${districtId}/tick`,
  /** Retained JSON DistrictDebug, one per tick while debugging is on. */
  debug: (districtId: string) => `/district/${districtId}/debug`,
  /** A letter was committed for this district; empty payload is enough: Postgres holds the letter. */
  letter: (districtId: string) => `/district/${districtId}/letter`,
  /** An action for an agent in this district was committed. */
  nudge: (districtId: string) => `/district/${districtId}/nudge`,
  delta: (neighborhoodId: string) => `/neighborhood/${neighborhoodId}/delta`,
  /** Retained; paged so that each message stays under the size limit. */
  keyframe: (neighborhoodId: string, page: number) => `/neighborhood/${neighborhoodId}/keyframe-${page}`,
  /** A reader found a gap: the worker publishes keyframes with its next tick. */
  resync: (neighborhoodId: string) => `/neighborhood/${neighborhoodId}/resync`,
  /** Retained JSON Observation. */
  observation: (agentId: string) => `/agent/${agentId}/observation`,
  /** JSON results of this agent's actions, as the tick gave them. */
  result: (agentId: string) => `/agent/${agentId}/result`,
  /** JSON {key: key id or null}: this key of the agent, or (null) what its keys may do, has changed; the database says how. */
  keys: (agentId: string) => `/agent/${agentId}/keys`,
  /** JSON InspectRequest; whichever worker holds the subject answers on inspectReply. */
  inspect: () => "/world/inspect",
  inspectReply: () => "/world/inspected",
} as const;

export interface TopicParts {
  readonly noun: "world" | "district" | "neighborhood" | "building" | "agent";
  readonly id: string;
  readonly leaf: string;
}

const NOUN_PREFIX = { district: "dst", neighborhood: "nbh", building: "bld", agent: "agt" } as const;

/** Splits a topic of the city; null when it is not one (wrong noun, wrong depth, an id that is not ours). */
export function parseTopic(topic: string): TopicParts | null {
  const parts = topic.split("/");
  if (parts[0] !== "") return null;
  const [, noun, second, third] = parts;
  if (noun === "world") return parts.length === 3 && second ? { noun, id: "", leaf: second } : null;
  if (noun !== "district" && noun !== "neighborhood" && noun !== "building" && noun !== "agent") return null;
  if (parts.length !== 4 || !second || !third || !parseId(NOUN_PREFIX[noun], second).ok) return null;
  return { noun, id: second, leaf: third };
}
