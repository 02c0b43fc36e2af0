import { assert, at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import type { GoneEvent, LegEvent, StandEvent } from "#city/protocol/wire-types.ts";
import { type ColumnsOf, columnsGrown, columnsMade } from "./columns.ts";
import { IndexSet } from "./index-set.ts";
import { Wheel } from "./wheel.ts";

/**
 * Kinds of body. Residents follow the built-in policy; outside agents do what their actions say. An account is no body in the
 * streets: a purse at City Hall, of a person or (number + BANK_OFFSET) of an agent, whose record never wakes.
 */
export const RESIDENT = 0;
export const OUTSIDE = 1;
export const ACCOUNT = 2;

/** By what an outside agent lives that no action of its own keeps busy (`policy`). */
export const OUTSIDE_POLICY = 0;
export const RESIDENT_POLICY = 1;

/** Where a body is (`placeKind`), and what `placeIndex` means then. */
export const INSIDE = 0; // global building
export const AT_DOOR = 1; // global building
export const AT_NODE = 2; // global street node
export const ON_TRIP = 3; // -1: see the trip columns

/** Phases of a trip (`tripPhase`). */
export const NO_TRIP = 0;
export const TO_DESTINATION = 1; // the part in this district ends where the trip ends
export const TO_BORDER = 2; // it ends at a node of another district
export const AT_BORDER = 3; // it has ended there, and the other district takes nobody now

/**
 * One body's record, a column per fact, in the order of snapshot and hash. Integers only; -1 is "none".
 * Adding a fact is adding a line (and a default below, when it is not 0). Times are simulated ms.
 */
export const BODY_COLUMNS = [
  ["agent", "u32"],
  ["kind", "u8"],
  ["home", "i32"],
  ["work", "i32"],
  // Index into ACTIVITIES.
  ["activity", "u8"],
  ["placeKind", "u8"],
  ["placeIndex", "i32"],
  // Since when it is at this place; nothing it does may begin earlier.
  ["placeSinceMs", "f64"],
  ["purseCents", "f64"],
  // Needs, thousandths of a point, as they were at needsAtMs; the activity says how they change (activity.ts).
  ["energy", "i32"],
  ["satiety", "i32"],
  ["needsAtMs", "f64"],
  ["meals", "u16"],
  ["goods", "u16"],
  ["busyUntilMs", "f64"],
  // Tick at which this body comes up in `run.woken`, or -1. One per body: a later call replaces it.
  ["wakeTick", "i32"],
  // The day's plan of a resident; what the numbers mean is the policy's business.
  ["planDay", "i32"],
  ["planStep", "u8"],
  ["planTarget", "i32"],
  ["planNote", "i32"],
  // The trip, or what this district has of it: vertices are [door of tripFrom], nodes of `route`, [door of tripTo].
  ["tripPhase", "u8"],
  ["tripMode", "u8"],
  ["tripFrom", "i32"],
  ["tripTo", "i32"],
  // 1: goes inside tripTo on arrival; 0: stays at its door.
  ["tripEnter", "u8"],
  // Since when it stood in the open where the trip begins, or -1: newcomers must see it stand until it leaves.
  ["tripStoodMs", "f64"],
  // When vertex 0 is left, and when the last vertex of this district's part (vertex number tripPartEnd) is reached.
  ["tripStartMs", "f64"],
  ["tripEndMs", "f64"],
  ["tripPartEnd", "u16"],
  // Vertex at which the next stretch to announce begins.
  ["tripNextVertex", "u16"],
  // Tick of this trip's next event (announce, arrive, hand over), or -1.
  ["tripTick", "i32"],
  // Where to go once a broken-off trip has reached its next node; nextTo and nextNode -1: nowhere.
  ["nextTo", "i32"],
  ["nextNode", "i32"],
  ["nextEnter", "u8"],
  ["acquaintanceCount", "u8"],
  // From here on since layout 2 of the snapshot.
  ["policy", "u8"],
  // 1: does nothing.
  ["halted", "u8"],
  // Of an account whose agent has left for good: to whom its money goes. Agent or person, or -1.
  ["heir", "i32"],
] as const;
export type BodyColumns = ColumnsOf<typeof BODY_COLUMNS>;

/** What a new record starts with where that is not 0. */
export const BODY_DEFAULTS: readonly (readonly [keyof BodyColumns, number])[] = [
  ["home", -1],
  ["work", -1],
  ["placeIndex", -1],
  ["busyUntilMs", -1],
  ["wakeTick", -1],
  ["planDay", -1],
  ["planTarget", -1],
  ["planNote", -1],
  ["tripFrom", -1],
  ["tripTo", -1],
  ["tripStoodMs", -1],
  ["tripTick", -1],
  ["nextTo", -1],
  ["nextNode", -1],
  ["heir", -1],
];

/** One building of this district, by local index (ctx.places.localOf[building]). */
export const BUILDING_COLUMNS = [
  ["tillCents", "f64"],
  // Free for the economy: e.g. what the day's sales were.
  ["salesCents", "f64"],
] as const;
export type BuildingColumns = ColumnsOf<typeof BUILDING_COLUMNS>;

/** The deed of one parcel of this district, by local index (ctx.places.localParcelOf[parcel]). -1 is "none"; agents and people by number. */
export const PARCEL_COLUMNS = [
  ["owner", "i32"],
  ["sinceTick", "i32"],
  // Asked for it; -1: not for sale.
  ["priceCents", "f64"],
  // Asked for a lease: cents a day (-1: not to let), and for how many days.
  ["letCents", "f64"],
  ["letDays", "u16"],
  ["tenant", "i32"],
  ["rentCents", "f64"],
  ["leaseUntilDay", "i32"],
  // The highest offer; its money is kept here.
  ["offerBy", "i32"],
  ["offerCents", "f64"],
  ["offerUntilTick", "i32"],
  // The deed's own account: rents in, taxes out; paid out once a day.
  ["balanceCents", "f64"],
  ["use", "i32"],
  ["colour", "i32"],
  // Action that last changed its texts, which are kept outside.
  ["textSeq", "f64"],
  // Property tax that was not paid, and the day on which that began.
  ["arrearsCents", "f64"],
  ["arrearsDay", "i32"],
  // Tax that the owner's account is asked for, and then an agent's purse: what they do not pay is arrears.
  ["askedCents", "f64"],
  // Tick at which what is still asked for becomes arrears, since an agent's purse is being asked elsewhere.
  ["dunUntilTick", "i32"],
  // Rent that the tenant's account is asked for, and then an agent's purse; the tick at which who has not paid it leaves.
  ["rentAskedCents", "f64"],
  ["rentDunUntilTick", "i32"],
] as const;
export type ParcelColumns = ColumnsOf<typeof PARCEL_COLUMNS>;

/** Columns of a parcel that start out as "none". */
const PARCEL_NONE: readonly (keyof ParcelColumns)[] = [
  "owner",
  "sinceTick",
  "priceCents",
  "letCents",
  "tenant",
  "leaseUntilDay",
  "offerBy",
  "offerUntilTick",
  "use",
  "colour",
  "textSeq",
  "arrearsDay",
  "dunUntilTick",
  "rentDunUntilTick",
];

/** Single numbers of a district, in the order of snapshot and hash. */
export const DISTRICT_FIELDS = [
  "tick",
  // Sequence of the last letter sent.
  "letterSeq",
  // Rent and taxes taken here and not forwarded yet.
  "taxCents",
  // Came by procurement letters and is not spread over the tills yet.
  "procurementCents",
  // City Hall's treasury; 0 elsewhere.
  "treasuryCents",
] as const;
export type DistrictFields = { [K in (typeof DISTRICT_FIELDS)[number]]: number };

export const ACQUAINTANCES_MAX = LIMITS.acquaintancesPerResidentMax;
const NO_ROUTE: readonly number[] = [];

/**
 * A district. Slot numbers decide nothing: whatever iterates over bodies goes by agent number, snapshots and hashes
 * are written in that order, so free slots, inside lists and the wheel are caches that a restore rebuilds.
 */
export interface DistrictState {
  readonly district: number;
  readonly fields: DistrictFields;
  readonly bodies: BodyColumns;
  /** Street nodes of each slot's trip; empty without one. Never changed in place. */
  readonly route: (readonly number[])[];
  /** ACQUAINTANCES_MAX agent numbers a slot, the first acquaintanceCount are set. */
  acquaintances: Uint32Array;
  readonly buildings: BuildingColumns;
  readonly buildingCount: number;
  readonly parcels: ParcelColumns;
  readonly parcelCount: number;
  /** What newcomers must still see of trips that are over for this district (arrived, handed over): stretches being walked. */
  lastSeen: LastSeen[];
  // Caches from here on.
  capacity: number;
  /** Slots in use are those with alive[slot] = 1, all below `slotsUsed`. */
  alive: Uint8Array;
  slotsUsed: number;
  readonly freeSlots: number[];
  readonly slotOf: Map<number, number>;
  /** Bodies inside each local building: head of a linked list, next and previous by slot (-1 ends it), and how many. */
  readonly insideHead: Int32Array;
  readonly insideCount: Int32Array;
  insideNext: Int32Array;
  insidePrevious: Int32Array;
  readonly wheel: Wheel;
  readonly touched: Touched;
}

/** A stretch is kept until it is walked to its end; where a body stood before it left, only in the tick in which it left. */
export type LastSeen = LegEvent | StandEvent | GoneEvent;

/** What this tick's hash must cover. */
export interface Touched {
  readonly slots: IndexSet;
  readonly buildings: IndexSet;
  readonly parcels: IndexSet;
  /** Agents that left. */
  readonly removed: Set<number>;
}

/** An empty district: no bodies, empty tills, tick 0. */
export function emptyState(
  district: number,
  buildingCount: number,
  parcelCount: number,
  capacity: number,
): DistrictState {
  const room = Math.max(16, capacity);
  const parcels = columnsMade(PARCEL_COLUMNS, parcelCount);
  for (const name of PARCEL_NONE) parcels[name].fill(-1);
  return {
    district,
    fields: { tick: 0, letterSeq: 0, taxCents: 0, procurementCents: 0, treasuryCents: 0 },
    bodies: columnsMade(BODY_COLUMNS, room),
    route: [],
    acquaintances: new Uint32Array(room * ACQUAINTANCES_MAX),
    buildings: columnsMade(BUILDING_COLUMNS, buildingCount),
    buildingCount,
    parcels,
    parcelCount,
    lastSeen: [],
    capacity: room,
    alive: new Uint8Array(room),
    slotsUsed: 0,
    freeSlots: [],
    slotOf: new Map(),
    insideHead: new Int32Array(buildingCount).fill(-1),
    insideCount: new Int32Array(buildingCount),
    insideNext: new Int32Array(room).fill(-1),
    insidePrevious: new Int32Array(room).fill(-1),
    wheel: new Wheel(),
    touched: {
      slots: new IndexSet(),
      buildings: new IndexSet(),
      parcels: new IndexSet(),
      removed: new Set(),
    },
  };
}

/** A slot for `agent` with every column at its default, marked as touched. Asserts that the agent is not here yet. */
export function addBody(state: DistrictState, agent: number): number {
  const slot = takeSlot(state, agent);
  for (const [name] of BODY_COLUMNS) state.bodies[name][slot] = 0;
  for (const [name, value] of BODY_DEFAULTS) state.bodies[name][slot] = value;
  state.bodies.agent[slot] = agent;
  touch(state, slot);
  return slot;
}

/** A slot for `agent` whose columns are the caller's to fill. Asserts that the agent is not here yet. */
export function takeSlot(state: DistrictState, agent: number): number {
  assert(!state.slotOf.has(agent), "an agent is in a district once");
  const slot = state.freeSlots.pop() ?? state.slotsUsed;
  if (slot === state.slotsUsed) {
    if (slot === state.capacity) grow(state);
    state.slotsUsed++;
  }
  state.route[slot] = NO_ROUTE;
  state.insideNext[slot] = -1;
  state.insidePrevious[slot] = -1;
  state.alive[slot] = 1;
  state.slotOf.set(agent, slot);
  state.touched.removed.delete(agent);
  return slot;
}

/** Forgets a body. It must not be inside a building any more (takeOut in placing.ts). */
export function removeBody(state: DistrictState, slot: number): void {
  const agent = at(state.bodies.agent, slot);
  assert(state.alive[slot] === 1, "only a body that is here can leave");
  state.alive[slot] = 0;
  state.slotOf.delete(agent);
  state.freeSlots.push(slot);
  state.touched.slots.delete(slot);
  state.touched.removed.add(agent);
}

/** Empties the trip columns. */
export function clearTrip(state: DistrictState, slot: number): void {
  for (const name of TRIP_COLUMNS) state.bodies[name][slot] = 0;
  for (const name of TRIP_NONE_COLUMNS) state.bodies[name][slot] = -1;
  state.route[slot] = NO_ROUTE;
  touch(state, slot);
}
const TRIP_NONE_COLUMNS = ["tripFrom", "tripTo", "tripStoodMs", "tripTick", "nextTo", "nextNode"] as const;
const TRIP_COLUMNS = [
  "tripPhase",
  "tripMode",
  "tripEnter",
  "tripStartMs",
  "tripEndMs",
  "tripPartEnd",
  "tripNextVertex",
  "nextEnter",
] as const;

/** Says that this body's record has changed: without it the change is missing from the state hash. */
export function touch(state: DistrictState, slot: number): void {
  state.touched.slots.add(slot);
}

/** Says that this building's record has changed. `local` is the index inside the district. */
export function touchBuilding(state: DistrictState, local: number): void {
  state.touched.buildings.add(local);
}

/** Says that this parcel's deed has changed. `local` is the index inside the district. */
export function touchParcel(state: DistrictState, local: number): void {
  state.touched.parcels.add(local);
}

/** Slots in use in ascending agent number: the only order in which to go over all bodies. */
export function slotsByAgent(state: DistrictState): number[] {
  const slots: number[] = [];
  for (let slot = 0; slot < state.slotsUsed; slot++) if (state.alive[slot] === 1) slots.push(slot);
  return sortByAgent(state, slots);
}

/** Sorts slots in place by agent number. */
export function sortByAgent(state: DistrictState, slots: number[]): number[] {
  const agent = state.bodies.agent;
  return slots.sort((a, b) => (agent[a] ?? 0) - (agent[b] ?? 0));
}

/** Slots of those inside a local building, by agent number. */
export function slotsInside(state: DistrictState, local: number): number[] {
  const slots: number[] = [];
  for (let slot = at(state.insideHead, local); slot >= 0; slot = at(state.insideNext, slot)) slots.push(slot);
  return sortByAgent(state, slots);
}

function grow(state: DistrictState): void {
  const room = state.capacity * 2;
  columnsGrown(BODY_COLUMNS, state.bodies, room);
  const acquaintances = new Uint32Array(room * ACQUAINTANCES_MAX);
  acquaintances.set(state.acquaintances);
  state.acquaintances = acquaintances;
  const alive = new Uint8Array(room);
  alive.set(state.alive);
  state.alive = alive;
  for (const name of ["insideNext", "insidePrevious"] as const) {
    const links = new Int32Array(room).fill(-1);
    links.set(state[name]);
    state[name] = links;
  }
  state.capacity = room;
}
