/** The outcome of something that may fail as expected: bad input, a refused action. Bugs are assertions instead. */
export type Result<T, E extends string> = Ok<T> | Err<E>;

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Err<E extends string> {
  readonly ok: false;
  /** From a closed list, so that callers can switch over it exhaustively. */
  readonly code: E;
  /** One sentence for people: what is wrong and what to do. */
  readonly message: string;
  /** What differs from case to case in the sentence, for those who say it in another language. */
  readonly values?: FaultValues;
}

/** Texts and numbers by name. */
export type FaultValues = Readonly<Record<string, string | number>>;

/** Wraps a success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Wraps an expected failure: a code from a closed list and one sentence that names the remedy. */
export function err<E extends string>(code: E, message: string): Err<E> {
  return { ok: false, code, message };
}
