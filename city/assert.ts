/** A broken invariant: a bug of ours, never a user's mistake. Stays on in production. */
export class AssertionFault extends Error {
  override name = "AssertionFault";
}

/** Throws AssertionFault when `condition` is false. `message` says which invariant broke. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionFault(message);
}

/** Returns `value`, or throws AssertionFault when it is null or undefined. */
export function assertExists<T>(value: T | null | undefined, message: string): T {
  if (value === null || value === undefined) throw new AssertionFault(message);
  return value;
}

/** For the default branch of a switch over a closed union. */
export function unreachable(value: never): never {
  throw new AssertionFault(`unreachable case: ${String(value)}`);
}

/** Typed-array read whose index is an invariant, not input: out of range is a bug. */
export function at(array: ArrayLike<number>, index: number): number {
  const value = array[index];
  if (value === undefined) throw new AssertionFault(`index ${index} outside of ${array.length}`);
  return value;
}
