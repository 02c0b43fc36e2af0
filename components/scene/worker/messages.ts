import type { NeighborhoodPlan, PlanIndex } from "#city/plan/types.ts";
import type { GroundData, SolidData } from "./mesh-data.ts";

/** Main thread -> worker. */
export type WorkerRequest =
  /** Load the plan; nearest to this place (metres) first, or to the middle of the city. */
  | {
      readonly kind: "start";
      readonly trees: boolean;
      readonly at: { readonly xM: number; readonly zM: number } | null;
    }
  /** Build these neighborhoods in full, in this order; what was asked before and is not in the list is dropped. */
  | { readonly kind: "detail"; readonly neighborhoods: readonly number[] };

/** Part of a skyline's index array that belongs to one neighborhood. */
export interface SkylineRange {
  readonly neighborhood: number;
  readonly start: number;
  readonly count: number;
  /** First vertex of each of its buildings in the skyline, and at last the one after all of them. */
  readonly starts: Uint32Array;
}

export type LoadFault = "unreachable" | "no_plan" | "bad_plan";

/** Worker -> main thread. */
export type WorkerReply =
  | { readonly kind: "index"; readonly hash: string; readonly index: PlanIndex }
  | {
      readonly kind: "plan";
      readonly plan: NeighborhoodPlan;
      readonly loaded: number;
      readonly total: number;
    }
  | {
      readonly kind: "district";
      readonly district: number;
      readonly skyline: SolidData;
      readonly ranges: readonly SkylineRange[];
      readonly ground: GroundData;
    }
  | {
      readonly kind: "detail";
      readonly neighborhood: number;
      readonly solid: SolidData;
      readonly starts: Uint32Array;
    }
  | { readonly kind: "fault"; readonly fault: LoadFault };
