import { at } from "#city/assert.ts";
import { GOODS_CENTS, MEAL_CENTS } from "#city/world/economy.ts";
import { touch } from "../state.ts";
import { buildingUse, sell } from "../systems/trade.ts";
import { type ActionHandler, applied, refused } from "./handler.ts";
import { hindrance, insideOf, isOpenFor, tell } from "./judge.ts";

/** More than this of one thing nobody can carry. */
const CARRIED_MAX = 99;

/** Buys a basket of goods in a shop, or a meal to carry where food is sold. */
export const buy: ActionHandler<"buy"> = (run, slot, { item }) => {
  const hindered = hindrance(run, slot);
  if (hindered !== null) return refused(hindered);
  const building = insideOf(run, slot);
  if (building < 0) return refused("not_inside");
  if (buildingUse(run.ctx, building) !== (item === "meal" ? "food" : "shop"))
    return refused("nothing_sold_here");
  if (!isOpenFor(run, slot, building)) return refused("closed");
  const { bodies } = run.state;
  const carried = item === "meal" ? bodies.meals : bodies.goods;
  if (at(carried, slot) >= CARRIED_MAX) return refused("full");
  const priceCents = item === "meal" ? MEAL_CENTS : GOODS_CENTS;
  if (!sell(run, slot, building, priceCents, item)) return refused("insufficient_funds");
  carried[slot] = at(carried, slot) + 1;
  touch(run.state, slot);
  const event = item === "meal" ? "bought_meal" : "went_shopping";
  tell(run, slot, { kind: "economy", event, significance: 50, other: -1, building });
  return applied({ cost_cents: priceCents });
};
