/** Numeric views of a district's state for the shell, which puts ids, names and units in. */

/** Where a body is right now: exactly one of inside >= 0, or a point in the open. */
export interface BodyPlace {
  readonly district: number;
  readonly neighborhood: number;
  readonly xCm: number;
  readonly zCm: number;
  /** Street index of the edge or node it is at. */
  readonly street: number;
  /** Building it is inside of, or -1. */
  readonly inside: number;
  /** Destination building (-1: none or a node) and point, with arrival in simulated ms; null when it goes nowhere. */
  readonly goingTo: {
    readonly building: number;
    readonly xCm: number;
    readonly zCm: number;
    readonly arrivesAtMs: number;
  } | null;
}

export const ACTIVITIES = [
  "idle",
  "walking",
  "driving",
  "sleeping",
  "resting",
  "working",
  "eating",
  "shopping",
  "talking",
  "strolling",
  "waiting",
  "waiting at the border",
  "at leisure",
] as const;
export type Activity = (typeof ACTIVITIES)[number];

export interface SeenAgent {
  readonly agent: number;
  readonly distanceCm: number;
  readonly xCm: number;
  readonly zCm: number;
  readonly activity: Activity;
  readonly inside: number;
}

export interface SeenBuilding {
  readonly building: number;
  readonly distanceCm: number;
  readonly open: boolean;
  readonly sells: readonly ("meal" | "goods")[];
  readonly jobs: number;
  readonly parcel: number;
  /** Agent or person who owns it, or -1. */
  readonly owner: number;
  /** What it is for sale at, by its owner or by the city; -1: not for sale, or another district's, whose deeds are not known here. */
  readonly priceCents: number;
}

export interface SelfView {
  readonly agent: number;
  readonly activity: Activity;
  /** Simulated ms, or -1 when not busy. */
  readonly busyUntilMs: number;
  /** 0..100. */
  readonly energy: number;
  readonly satiety: number;
  readonly purseCents: number;
  readonly meals: number;
  readonly goods: number;
  readonly home: number;
  readonly work: number;
  /** Parcels of this district that it owns, ascending. */
  readonly deeds: readonly number[];
}

/** What one outside agent can see; what it heard comes with the step's output. */
export interface Perception {
  readonly tick: number;
  readonly simMs: number;
  readonly place: BodyPlace;
  readonly self: SelfView;
  readonly agents: readonly SeenAgent[];
  readonly buildings: readonly SeenBuilding[];
}

export interface AvailableActionView {
  readonly kind: import("#city/protocol/actions.ts").ActionKind;
  readonly costCents: number;
}

export interface AgentView {
  readonly self: SelfView;
  readonly place: BodyPlace;
  readonly acquaintances: readonly number[];
}

export interface BuildingView {
  readonly building: number;
  /** Up to 50 of those inside, ascending. */
  readonly inside: readonly { readonly agent: number; readonly activity: Activity }[];
  readonly insideCount: number;
  readonly residents: number;
  readonly workers: number;
  readonly open: boolean;
  readonly tillCents: number;
}
