/** What a district's row says after a commit whose outcome was not seen. */
export interface DistrictMark {
  readonly generation: number;
  readonly tick: number;
  readonly chainHash: Uint8Array;
}

export type Settlement = "committed" | "resend" | "stale";

/**
 * Decides what became of a tick that may or may not have committed. A step is never repeated on the same state:
 * either the row holds exactly this tick, or the same statement may go out again, or the state is worthless.
 */
export function settleCommit(
  sent: { readonly generation: number; readonly tick: number; readonly hash: Uint8Array },
  row: DistrictMark | null,
): Settlement {
  if (row === null || row.generation !== sent.generation) return "stale";
  if (row.tick === sent.tick) return equalBytes(row.chainHash, sent.hash) ? "committed" : "stale";
  return row.tick === sent.tick - 1 ? "resend" : "stale";
}

/** Whether two byte strings are the same. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
