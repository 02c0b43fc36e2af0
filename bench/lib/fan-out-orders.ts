/** From the bench: connect so many viewers of a server; or tell when a server's viewers have had so many cells in all. */
export type Order =
  | {
      readonly kind: "connect";
      readonly side: Side;
      readonly url: string;
      readonly viewers: number;
      readonly rooms: number;
    }
  | { readonly kind: "tell"; readonly side: Side; readonly cells: number };
export type Side = "ours" | "peer";

/** To the bench: `sum` is over every byte of every cell, whoever got it, modulo SUM_MODULUS. */
export interface Tally {
  readonly side: Side;
  readonly connected: number;
  readonly cells: number;
  readonly bytes: number;
  readonly sum: number;
}
export const SUM_MODULUS = 0x7fffffff;
