/** JSON messages that are not the agent protocol: clock, city state, feed, inspection, viewer sockets. */

import type { CloseReason } from "./codes.ts";
import type { FeedFacts } from "./feed-sentences.ts";

/** One row of the clock: at wall instant `wallMs` the city was at `tick`, and goes on at `speed` (0 = frozen). */
export interface ClockState {
  readonly tick: number;
  /** Unix ms. */
  readonly wallMs: number;
  /** Simulated seconds per wall second; 0 when frozen. */
  readonly speed: number;
  /** Simulated ms one tick covers. */
  readonly tickMs: number;
  /** Simulated ms of day at tick 0. */
  readonly startOfDayMs: number;
  readonly paceDivisor: number;
  readonly epoch: number;
}

export interface CityState {
  readonly planHash: string;
  readonly cityName: string;
  readonly population: number;
  readonly outsideAgents: number;
  readonly treasuryCents: number;
  readonly tick: number;
}

export const FEED_KINDS = [
  "arrival",
  "speech",
  "meeting",
  "payment",
  "work",
  "move",
  "city",
  "economy",
  "property",
] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

/** One line worth reading. */
export interface FeedEntry {
  readonly tick: number;
  readonly district: string;
  readonly seq: number;
  readonly kind: FeedKind;
  /** Agent the line is about, or null. */
  readonly agent: string | null;
  readonly agentName: string | null;
  readonly neighborhood: string | null;
  /** Where to look, metres; null when it has no place. */
  readonly point: { readonly x: number; readonly z: number } | null;
  /** Only where it is about a parcel. */
  readonly parcel?: string;
  /** In English, for whatever reads the feed beside the pages. */
  readonly text: string;
  /** What the sentence is made of, so that it can be said in any language; older lines have only the text. */
  readonly facts?: FeedFacts;
}

export interface InspectRequest {
  readonly requestId: string;
  readonly kind: "agent" | "building";
  readonly id: string;
}

/** Live detail of an agent, answered by the worker that holds it. */
export interface AgentDetail {
  readonly kind: "agent";
  readonly id: string;
  readonly name: string;
  readonly agentKind: "resident" | "model" | "code" | "external";
  readonly activity: string;
  readonly district: string;
  readonly neighborhood: string;
  readonly point: { readonly x: number; readonly z: number };
  readonly inside: string | null;
  readonly goingTo: string | null;
  readonly home: string | null;
  readonly work: string | null;
  readonly energy: number;
  readonly satiety: number;
  readonly purseCents: number;
  readonly acquaintances: readonly { readonly id: string; readonly name: string }[];
  readonly tick: number;
}

export interface BuildingDetail {
  readonly kind: "building";
  readonly id: string;
  readonly use: string;
  readonly address: string;
  readonly inside: readonly { readonly id: string; readonly name: string; readonly activity: string }[];
  readonly insideCount: number;
  readonly residents: number;
  readonly workers: number;
  readonly open: boolean;
  readonly tillCents: number;
  readonly landValueCents: number;
  readonly tick: number;
}

export interface InspectReply {
  readonly requestId: string;
  readonly detail: AgentDetail | BuildingDetail;
}

/** Names of socket.io events between browser and relay; binary world frames travel as `w`. */
export const SOCKET_EVENTS = {
  /** browser -> relay: ViewMessage. */
  view: "view",
  /** relay -> browser: one ArrayBuffer, several wire frames one after another (wire/frame.ts). */
  world: "w",
  /** relay -> browser: ClockState. */
  clock: "clock",
  /** relay -> browser: CityState. */
  city: "city",
  /** relay -> browser: FeedEntry[]. */
  feed: "feed",
  /** relay -> browser: ByeMessage just before it closes. */
  bye: "bye",
} as const;

/** Which neighborhoods a viewer looks at, and what it has of each already (tick, or -1). */
export interface ViewMessage {
  readonly rooms: readonly (readonly [neighborhood: number, haveTick: number])[];
}

/** Why the relay closes the socket, and after how long one may come back. */
export interface ByeMessage {
  readonly reason: CloseReason;
  readonly retryAfterMs: number;
}

/** What GET /looks answers: who chose a look, and the look, packed into one integer (city/world/look.ts). */
export interface LooksReply {
  readonly looks: readonly (readonly [agent: string, packed: number])[];
}

/** What GET /pictures answers: parcels on which a picture hangs, and its address on this server. */
export interface PicturesReply {
  readonly pictures: readonly (readonly [parcel: string, address: string])[];
}
