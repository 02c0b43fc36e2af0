/**
 * Finds which items make `works` fail, by halving. `works` must be true for no items at all. Returns those to leave out,
 * so that all others together work; each costs about twice the logarithm of the count in trials.
 */
export function findOffenders<T>(items: readonly T[], works: (kept: readonly T[]) => boolean): T[] {
  const offenders: T[] = [];
  const keep = (kept: readonly T[], rest: readonly T[]): readonly T[] => {
    const all = [...kept, ...rest];
    if (rest.length === 0 || works(all)) return all;
    if (rest.length === 1) {
      offenders.push(...rest);
      return kept;
    }
    const middle = rest.length >> 1;
    return keep(keep(kept, rest.slice(0, middle)), rest.slice(middle));
  };
  keep([], items);
  return offenders;
}
