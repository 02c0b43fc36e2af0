import { at } from "../assert.ts";
import { below, hashWords } from "../rng.ts";
import type { Zone } from "./types.ts";

/** Words that streets, parks and neighborhoods are named after. */
const ROOTS =
  `Alder Amber Anchor Apple Archer Ash Aspen Barley Bay Beacon Bell Birch Blackbird Bluebell Bramble Briar Bridge Brook Candle
Canal Carter Cedar Chapel Cherry Chestnut Clay Clover Cobble Copper Coral Corn Crane Crescent Cypress Dahlia Dairy Dove
Driftwood Elder Elm Ember Falcon Fern Fiddler Field Finch Fisher Flint Foundry Fountain Foxglove Garden Glass Granary Grove
Gull Hazel Heather Heron Hill Holly Honey Hops Hunter Iris Iron Ivy Jasmine Juniper Kestrel Kingfisher Kiln Lantern Larch
Lark Laurel Lavender Lemon Lilac Lily Linden Loom Lotus Magnolia Mallow Maple Market Marlow Mason Meadow Mercer Mill Mint Moor
Moss Mulberry Myrtle Nettle Nightingale Oak Olive Orchard Osprey Otter Paper Pear Pepper Pilot Pine Plover Plum Poplar Poppy
Primrose Quarry Quince Raven Reed River Robin Rose Rowan Rush Saddler Saffron Sage Sail Salt Sand Sapling Sparrow Spring
Spruce Starling Stone Sunny Swallow Swan Sycamore Tailor Tanner Thistle Thorn Thrush Tide Tiller Timber Trellis Tulip Valley
Vine Violet Wagtail Walnut Warbler Weaver Well Wheat Wicker Willow Windmill Wood Wren Yarrow Yew`.split(
    /\s+/,
  );

/** Names of people the streets remember; made up. */
const PEOPLE =
  `Adair Albright Amory Anselm Barlow Bellamy Bexley Calder Callow Carrow Corwin Dalton Denholm Dorian Ellery Elwood Everard
Fairfax Farrow Fenwick Garland Gilmore Greer Hadley Harlan Harrow Hollis Ingram Jessop Kendal Kinsey Lambert Langley Lennox
Linton Lorimer Maddox Marchmont Merrick Millard Nairn Norwood Oakley Orwin Paxton Pemberley Quill Radnor Ramsey Redfern Rivers
Rowland Sable Selwyn Sheldon Sinclair Talbot Thorne Tilney Tremaine Underhill Upton Vance Varley Wakefield Walden Warrick
Weston Whitby Winslow Wyndham Yardley`.split(/\s+/);

const FIRST_PARTS = [
  "",
  "Old ",
  "New ",
  "Upper ",
  "Lower ",
  "Little ",
  "Great ",
  "North ",
  "South ",
  "East ",
  "West ",
  "Long ",
  "High ",
];

const ENDINGS: { readonly [kind: string]: readonly string[] } = {
  ring: ["Ring", "Boulevard"],
  radial: ["Avenue", "Parade", "Boulevard"],
  avenue: ["Avenue", "Parade"],
  street: ["Street", "Road", "Street", "Terrace", "Drive"],
  lane: ["Lane", "Alley", "Row", "Close", "Passage", "Yard", "Steps", "Court"],
  path: ["Walk", "Path"],
  bank: ["Embankment"],
  bridge: ["Bridge"],
  shore: ["Promenade"],
};

/** Hands out names that nobody has yet, in an order that only the seed decides. */
export class NameGiver {
  readonly #seed: number;
  readonly #taken = new Set<string>();
  #draws = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Takes the first free of many drawn names. */
  #give(make: (word: number, attempt: number) => string): string {
    for (let attempt = 0; ; attempt++) {
      const name = make(hashWords(this.#seed, this.#draws++, 0x6e61), attempt);
      if (this.#taken.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }

  #root(word: number, people: boolean): string {
    const list = people ? PEOPLE : ROOTS;
    return list[below(hashWords(word, 1), list.length)] ?? "Elm";
  }

  /** After a few tries without luck the name gets a first part such as "Old". */
  #first(word: number, attempt: number): string {
    return attempt < 4 ? "" : (FIRST_PARTS[below(hashWords(word, 2), FIRST_PARTS.length)] ?? "");
  }

  /** After many more it gets a second word. */
  #second(word: number, attempt: number): string {
    return attempt < 40 ? "" : ` ${this.#root(hashWords(word, 4), true)}`;
  }

  street(kind: string): string {
    const endings = ENDINGS[kind] ?? ["Street"];
    return this.#give((word, attempt) => {
      const people = kind === "ring" || kind === "radial" || below(hashWords(word, 5), 4) === 0;
      const ending = endings[below(hashWords(word, 3), endings.length)] ?? "Street";
      return `${this.#first(word, attempt)}${this.#root(word, people)}${this.#second(word, attempt)} ${ending}`;
    });
  }

  park(): string {
    const endings = ["Park", "Gardens", "Green", "Common"];
    return this.#give(
      (word, attempt) =>
        `${this.#first(word, attempt)}${this.#root(word, below(word, 3) === 0)} ${endings[below(hashWords(word, 3), 4)] ?? "Park"}`,
    );
  }

  square(): string {
    return this.#give(
      (word, attempt) => `${this.#first(word, attempt)}${this.#root(word, below(word, 2) === 0)} Square`,
    );
  }

  neighborhood(): string {
    const endings = ["side", "field", "gate", "bury", "wick", "ford", "dale", "stead", "combe", "worth"];
    return this.#give((word, attempt) => {
      const root = this.#root(word, below(word, 4) === 0);
      const ending = endings[below(hashWords(word, 3), endings.length)] ?? "side";
      const plain = root.endsWith(ending.slice(0, 1))
        ? `${root} ${ending.slice(0, 1).toUpperCase()}${ending.slice(1)}`
        : `${root}${ending}`;
      return `${this.#first(word, attempt)}${plain}`;
    });
  }

  district(zone: Zone): string {
    const list = DISTRICT_NAMES[zone];
    return this.#give((word, attempt) => {
      const name = list[Math.min(attempt, list.length - 1)] ?? "Quarter";
      return attempt < list.length ? name : `${this.#root(word, true)} ${ZONE_ENDINGS[zone]}`;
    });
  }
}

const DISTRICT_NAMES: { readonly [Z in Zone]: readonly string[] } = {
  downtown: ["Downtown"],
  "old-town": ["Old Town", "Saint Orla", "Cobbles"],
  midtown: ["Midtown", "Linden Heights", "Fairview", "Kingsmead"],
  terraces: ["The Terraces", "Brickfields", "Hollowell", "Rowan Rise"],
  suburb: ["Meadowbank", "Larkhill", "Fernside", "Applegarth", "Summerlea"],
  industry: ["Ironworks", "Foundry End", "Kilnside"],
  harbour: ["Harbourside", "Eastquay", "Ropewalk"],
  park: ["Greenwood"],
};

const ZONE_ENDINGS: { readonly [Z in Zone]: string } = {
  downtown: "Centre",
  "old-town": "Old Quarter",
  midtown: "Heights",
  terraces: "Rows",
  suburb: "Park",
  industry: "Works",
  harbour: "Docks",
  park: "Woods",
};

/** A name for the city itself. */
export function cityName(seed: number): string {
  const endings = ["haven", "mouth", "port", "bridge", "borough"];
  const root = at([...ROOTS.keys()], below(hashWords(seed, 0x6369), ROOTS.length));
  return `${ROOTS[root] ?? "Elm"}${endings[below(hashWords(seed, 0x6370), endings.length)] ?? "haven"}`;
}
