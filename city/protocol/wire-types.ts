/**
 * What the engine tells a neighborhood's readers about bodies in the open. Times are absolute simulated ms.
 * Nodes, buildings and neighborhoods are global plan indices here; the codec makes them local.
 */
export type TravelMode = "foot" | "car";
/** What follows a leg: the body goes inside, onward (the next stretch is another neighborhood's), or stays standing. */
export type AfterLeg = "inside" | "onward" | "stay";

/** The stretch of a trip inside one neighborhood (a stretch longer than LIMITS.legVerticesMax vertices is cut into several). */
export interface LegEvent {
  readonly kind: "leg";
  readonly neighborhood: number;
  readonly agent: number;
  readonly mode: TravelMode;
  /** Door the body comes out of at the start, or -1. */
  readonly fromBuilding: number;
  /** Street nodes in order; the first is the entry (a node of the neighborhood, or the tail's ghost); may be empty only between two doors of one edge. */
  readonly nodes: readonly number[];
  /** Door the body reaches at the end, or -1. */
  readonly toBuilding: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly then: AfterLeg;
}

/** What is left of the agent's announced legs after `atMs` does not happen; it stands where it is then (a vertex of its leg). */
export interface CancelEvent {
  readonly kind: "cancel";
  readonly neighborhood: number;
  readonly agent: number;
  readonly atMs: number;
}

/** A body stands still in the open: at a node, or at a building's door. Replaces whatever was known of it. */
export interface StandEvent {
  readonly kind: "stand";
  readonly neighborhood: number;
  readonly agent: number;
  readonly node: number;
  readonly building: number;
  readonly sinceMs: number;
}

/** The body is no longer in the open (it went inside or away). */
export interface GoneEvent {
  readonly kind: "gone";
  readonly neighborhood: number;
  readonly agent: number;
  readonly atMs: number;
}

/** Someone speaks; shown as a bubble for a few seconds. */
export interface SpeechEvent {
  readonly kind: "speech";
  readonly neighborhood: number;
  readonly agent: number;
  readonly atMs: number;
  readonly text: string;
}

/** An agent from outside is here under this name (residents' names follow from their number). */
export interface NameEvent {
  readonly kind: "name";
  readonly neighborhood: number;
  readonly agent: number;
  readonly name: string;
}

/** What is said of a body. */
export type BodyEvent = LegEvent | CancelEvent | StandEvent | GoneEvent | SpeechEvent | NameEvent;

/** Whose a parcel is and how it is dressed. Neither owner nor dress: it is as the plan made it. */
export interface DeedEvent {
  readonly kind: "deed";
  readonly neighborhood: number;
  /** Number in the whole city, also on the wire. */
  readonly parcel: number;
  /** Its building, or -1. */
  readonly building: number;
  /** Agent or person, or -1: the city. */
  readonly owner: number;
  /** 0xRRGGBB, or -1: as planned. */
  readonly colour: number;
  /** Index of BUILDING_USES it looks like, or -1: as planned. */
  readonly use: number;
  /** Empty: none. */
  readonly title: string;
  readonly sign: string;
}

export type WireEvent = BodyEvent | DeedEvent;

/** Head of a wire frame. */
export interface FrameHead {
  readonly kind: "keyframe" | "delta";
  readonly neighborhood: number;
  readonly generation: number;
  readonly tick: number;
  /** Tick of the delta before this frame: deltas are sent only when there is something to say. */
  readonly previousTick: number;
  readonly page: number;
  readonly pages: number;
}

/** Residents have numbers below this; agents from outside from here on. */
export const OUTSIDE_AGENT_BASE = 16_777_216;
/** Numbers of people: the purses that City Hall keeps for them. They still fit a signed 32-bit column. */
export const OWNER_BASE = 1_073_741_824;
/** An agent's account at City Hall has the agent's number plus this: where money goes that cannot find its purse. */
export const BANK_OFFSET = 2_147_483_648;
