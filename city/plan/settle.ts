import { at } from "../assert.ts";
import { clamp, distance } from "../geometry/integer.ts";
import { hashWords } from "../rng.ts";
import { capacity } from "./capacity.ts";
import type { Drawing } from "./draw.ts";
import type { GraphTable } from "./graph-table.ts";
import type { Partition } from "./partition.ts";
import type { DraftLot } from "./select.ts";
import type { SheetLot } from "./sheet.ts";
import { AVENUE } from "./street-class.ts";
import { BUILDING_USES, NEIGHBORHOOD_CELL_CM, ZONES } from "./types.ts";
import { drawFloors, drawUse, ensureUses } from "./uses.ts";
import { ZONE_RULES } from "./zone-rules.ts";

/** A lot in final numbers (`edge` is the global edge), still without its neighborhood's local numbers. */
export interface SettledLot extends SheetLot {
  readonly neighborhood: number;
}

const HOME = BUILDING_USES.indexOf("home");
const TOWN_HALL = BUILDING_USES.indexOf("town-hall");
/** One building in so many has each of the needed uses at least. */
const NEEDED_SHARE = 320;
const LAND_STEP_CENTS = 100;

/** Decides what stands on each lot and what its land is worth; ordered by edge, then along it. */
export class Settler {
  readonly #drawing: Drawing;
  readonly #table: GraphTable;
  readonly #partition: Partition;

  constructor(drawing: Drawing, table: GraphTable, partition: Partition) {
    this.#drawing = drawing;
    this.#table = table;
    this.#partition = partition;
  }

  settle(lots: readonly DraftLot[], townHall: DraftLot | null): SettledLot[] {
    const edgeOf = (lot: DraftLot): number => at(this.#table.edgeOf, lot.edge);
    const ordered = [...lots].sort((a, b) => edgeOf(a) - edgeOf(b) || a.offset - b.offset);
    const seed = this.#drawing.draft.setting.seed;
    const built = ordered.filter((lot) => lot.built);
    const uses = Uint8Array.from(built, (lot, i) => this.#useOf(lot, hashWords(seed, i, 0x7573)));
    const hall = townHall && built.includes(townHall) ? built.indexOf(townHall) : this.#nearest(built);
    ensureUses(uses, (i) => i !== hall && this.#isSmall(built[i]), seed, NEEDED_SHARE);
    uses[hall] = TOWN_HALL;
    let count = 0;
    return ordered.map((lot) => {
      const building = lot.built
        ? this.#building(lot, at(uses, count), hashWords(seed, count, 0x666c))
        : null;
      if (lot.built) count++;
      const edge = edgeOf(lot);
      return {
        neighborhood: this.#neighborhoodOf(lot),
        edge,
        offset: lot.offset,
        width: lot.width,
        depth: lot.depth,
        landCents: this.#landCents(lot),
        building,
      };
    });
  }

  #zoneOf(lot: DraftLot): (typeof ZONES)[number] {
    return this.#drawing.draft.setting.quarters[at(this.#drawing.quarter, lot.face)]?.zone ?? "midtown";
  }

  /** Towers keep their use, so that the skyline does not fill with schools. */
  #isSmall(lot: DraftLot | undefined): boolean {
    return lot !== undefined && this.#zoneOf(lot) !== "downtown";
  }

  #tailOf(lot: DraftLot): number {
    return at(this.#drawing.draft.planar.origin, lot.edge);
  }

  #neighborhoodOf(lot: DraftLot): number {
    return at(this.#table.nodeNeighborhood, at(this.#table.nodeOf, this.#tailOf(lot)));
  }

  #farFromCentre(lot: DraftLot): number {
    const { setting, planar } = this.#drawing.draft;
    const node = this.#tailOf(lot);
    return distance(at(planar.nodeX, node), at(planar.nodeZ, node), setting.centreX, setting.centreZ);
  }

  #nearest(built: readonly DraftLot[]): number {
    let best = 0;
    let bestFar = -1;
    built.forEach((lot, i) => {
      const far = this.#farFromCentre(lot);
      if (bestFar >= 0 && far >= bestFar) return;
      best = i;
      bestFar = far;
    });
    return best;
  }

  #useOf(lot: DraftLot, word: number): number {
    const { planar, streets } = this.#drawing.draft;
    const isAvenue = at(planar.streetClass, lot.edge >> 1) === AVENUE;
    const facesSquare = this.#drawing.kind[at(planar.face, lot.edge ^ 1)] === "square";
    const isShore = streets[at(planar.street, lot.edge >> 1)] === "shore" && this.#zoneOf(lot) !== "suburb";
    return BUILDING_USES.indexOf(drawUse(this.#zoneOf(lot), isAvenue || facesSquare || isShore, word));
  }

  #building(lot: DraftLot, use: number, word: number): SheetLot["building"] {
    const zone = this.#zoneOf(lot);
    const core = at(this.#drawing.draft.setting.ringsCm, 0);
    const nearness = clamp(1_000 - Math.floor((this.#farFromCentre(lot) * 1_000) / core), 0, 1_000);
    const kind = BUILDING_USES[use] ?? "home";
    const floors = drawFloors(zone, kind, nearness, lot.width - 2 * lot.side, word);
    return {
      front: lot.front,
      side: lot.side,
      depth: lot.buildingDepth,
      floors,
      use,
      zone: ZONES.indexOf(zone),
    };
  }

  #landCents(lot: DraftLot): number {
    const { setting, planar, streets } = this.#drawing.draft;
    const cell = at(this.#partition.cells, this.#neighborhoodOf(lot));
    const x = ((cell % this.#partition.grid.columns) + 0.5) * NEIGHBORHOOD_CELL_CM;
    const z = (Math.floor(cell / this.#partition.grid.columns) + 0.5) * NEIGHBORHOOD_CELL_CM;
    const outer = at(setting.ringsCm, setting.ringsCm.length - 1);
    const far = clamp(
      Math.floor((distance(x, z, setting.centreX, setting.centreZ) * 1_000) / outer),
      0,
      1_000,
    );
    const [most, least] = ZONE_RULES[this.#zoneOf(lot)].landCents;
    const kind = streets[at(planar.street, lot.edge >> 1)];
    const across = this.#drawing.kind[at(planar.face, lot.edge ^ 1)];
    let bonus = 100;
    if (at(planar.streetClass, lot.edge >> 1) === AVENUE) bonus += 15;
    if (kind === "shore" || kind === "bank") bonus += 40;
    if (across === "park" || across === "square") bonus += 25;
    const cents = (most - Math.floor(((most - least) * far) / 1_000)) * bonus;
    return Math.floor(cents / (100 * LAND_STEP_CENTS)) * LAND_STEP_CENTS;
  }
}

/** The least scale at which all homes (or all workplaces) together hold `wanted` people. */
export function scaleFor(lots: readonly SettledLot[], homes: boolean, wanted: number): number {
  let low = 1;
  let high = 20_000;
  const total = (perMille: number): number =>
    lots.reduce((sum, { building: b, width }) => {
      if (!b || (b.use === HOME) !== homes) return sum;
      return sum + capacity(b.use, b.floors, width - 2 * b.side, b.depth, perMille);
    }, 0);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (total(middle) >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
