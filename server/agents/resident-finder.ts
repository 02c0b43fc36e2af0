import { residentName } from "#city/world/names.ts";

interface City {
  /** Unsigned 32-bit word. */
  readonly seed: number;
  readonly population: number;
}

export interface FoundResident {
  readonly number: number;
  readonly name: string;
}

/** Finds residents whose name holds a text, whatever its case; those that begin with it first, at most `max`. */
export type FindResidents = (city: City, text: string, max: number) => readonly FoundResident[];

/** Residents' names are a function of the city and in no table: they are made once, at the first question. */
export function createResidentFinder(): FindResidents {
  let known: City = { seed: 0, population: 0 };
  let names: readonly string[] = [];
  return (city, text, max) => {
    if (city.seed !== known.seed || city.population !== known.population) {
      known = city;
      names = Array.from({ length: city.population }, (_, agent) =>
        residentName(city.seed, agent).toLowerCase(),
      );
    }
    const wanted = text.toLowerCase();
    const first: number[] = [];
    const rest: number[] = [];
    for (const [number, name] of names.entries()) {
      if (first.length === max) break;
      const at = name.indexOf(wanted);
      if (at === 0) first.push(number);
      else if (at > 0 && rest.length < max) rest.push(number);
    }
    return [...first, ...rest]
      .slice(0, max)
      .map((number) => ({ number, name: residentName(city.seed, number) }));
  };
}
