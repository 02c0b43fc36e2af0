/** To the viewers: connect so many to a server; or tell when a server's viewers have had so many cells in all. */
export type CrowdOrder =
  | {
      readonly kind: "connect";
      readonly side: Side;
      readonly url: string;
      readonly viewers: number;
      readonly rooms: number;
    }
  | { readonly kind: "tell"; readonly side: Side; readonly cells: number };
export type Side = "ours" | "peer";

/** To a server: show ticks at its own pace, or say what CPU time was used since this was last asked. */
export type StageOrder =
  | { readonly kind: "show"; readonly first: number; readonly last: number }
  | { readonly kind: "spent" };

/** From a server: where it listens, and then µs of CPU whenever it was asked. */
export type StageWord =
  | { readonly kind: "listening"; readonly url: string }
  | { readonly kind: "spent"; readonly us: number };

/** From the viewers: `sum` is over every byte of every cell, whoever got it, modulo SUM_MODULUS. */
export interface Tally {
  readonly side: Side;
  readonly connected: number;
  readonly cells: number;
  readonly bytes: number;
  readonly sum: number;
}
export const SUM_MODULUS = 0x7fffffff;

/** What each viewer looks at, and about how many bytes of it change in a tick. */
export const CELLS = 9;
export const CELL_BYTES = 256;
