import { at } from "#city/assert.ts";
import { isOpen } from "#city/world/calendar.ts";
import { amenitiesNear } from "../amenities.ts";
import { neighborhoodOfPlace } from "../placing.ts";
import { ACQUAINTANCES_MAX } from "../state.ts";
import type { Intent } from "./day-plan.ts";
import { buildingUse } from "./trade.ts";
import { draw, type Turn } from "./turn.ts";

/** Intents that lead to a place chosen when one sets out. */
export type Outing = Extract<Intent, "lunch-out" | "shop" | "stroll" | "food" | "leisure" | "visit">;
const OUTINGS: ReadonlySet<Intent> = new Set(["lunch-out", "shop", "stroll", "food", "leisure", "visit"]);

const PURPOSE_PLACE = 0x706c6163;

export function isOuting(intent: Intent): intent is Outing {
  return OUTINGS.has(intent);
}

/** A building (or a street node for a stroll) to go to from here, open now, or -1. */
export function outingTarget(turn: Turn, intent: Outing): number {
  switch (intent) {
    case "stroll":
      return strollNode(turn);
    case "visit":
      return visitHome(turn);
    case "shop":
    case "leisure":
      return openPlace(turn, intent);
    case "food":
    case "lunch-out":
      return openPlace(turn, "food");
  }
}

function here(turn: Turn): number {
  const { ctx, state } = turn.run;
  return neighborhoodOfPlace(
    ctx,
    at(state.bodies.placeKind, turn.slot),
    at(state.bodies.placeIndex, turn.slot),
  );
}

function openPlace(turn: Turn, kind: "shop" | "food" | "leisure"): number {
  const { ctx } = turn.run;
  const places = amenitiesNear(ctx.plan, here(turn), kind);
  if (places.length === 0 || !isOpen(kind, turn.nowMs)) return -1;
  return places[draw(turn, PURPOSE_PLACE, places.length)] ?? -1;
}

/** A green place near by that is not the one the resident stands at. */
function strollNode(turn: Turn): number {
  const { ctx, state } = turn.run;
  const standing = at(state.bodies.placeIndex, turn.slot);
  const nodes = amenitiesNear(ctx.plan, here(turn), "green").filter((node) => node !== standing);
  return nodes.length === 0 ? -1 : (nodes[draw(turn, PURPOSE_PLACE, nodes.length)] ?? -1);
}

/** The home of an acquaintance; an agent from outside has none that residents know of. */
function visitHome(turn: Turn): number {
  const { ctx, state } = turn.run;
  const count = at(state.bodies.acquaintanceCount, turn.slot);
  if (count === 0) return -1;
  const index = turn.slot * ACQUAINTANCES_MAX + draw(turn, PURPOSE_PLACE, count);
  const home = ctx.residents.home[at(state.acquaintances, index)] ?? -1;
  return home >= 0 && buildingUse(ctx, home) === "home" ? home : -1;
}
