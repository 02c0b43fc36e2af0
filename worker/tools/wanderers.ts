import { formatId } from "#city/ids.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { hashWords } from "#city/rng.ts";
import { CITY_HALL, outsideAgents, type StampedAction } from "#sim";
import type { LockstepCity } from "./lockstep-city.ts";

/** Grant of each wanderer, cents. */
const GRANT_CENTS = 50_000;

/**
 * Scripted outside agents for LockstepCity: `count` of them arrive in the first ticks and then change their minds all the
 * time, also on the way: `percent` of them act each tick. The same seed gives the same script.
 */
export function wanderers(seed: number, count: number, percent: number) {
  return (tick: number, district: number, city: LockstepCity): StampedAction[] => {
    const { plan } = city.ctx;
    if (district === CITY_HALL) {
      const agent = OUTSIDE_AGENT_BASE + tick;
      const homeBuilding = hashWords(seed, agent) % plan.buildings.count;
      if (tick > count) return [];
      return [{ seq: tick, agent, kind: "arrive", parameters: { homeBuilding, grantCents: GRANT_CENTS } }];
    }
    const actions: StampedAction[] = [];
    for (const agent of outsideAgents(city.state(district))) {
      const word = hashWords(seed, agent, tick);
      if (word % 100 >= percent) continue;
      actions.push(actionOf(hashWords(word, 1), tick * 1_000 + actions.length, agent, city));
    }
    return actions;
  };
}

function actionOf(word: number, seq: number, agent: number, city: LockstepCity): StampedAction {
  const { plan, genesis } = city.ctx;
  const target = hashWords(word, 2);
  const building = formatId("bld", genesis.world, target % plan.buildings.count);
  switch (word % 8) {
    case 0: {
      const node = target % plan.graph.nodeXCm.length;
      const point = { x: (plan.graph.nodeXCm[node] ?? 0) / 100, z: (plan.graph.nodeZCm[node] ?? 0) / 100 };
      return { seq, agent, kind: "move_to", parameters: { point } };
    }
    case 1:
      return { seq, agent, kind: "enter", parameters: {} };
    case 2:
      return { seq, agent, kind: "leave", parameters: {} };
    case 3:
      return { seq, agent, kind: "say", parameters: { text: "Hello there" } };
    case 4:
      return { seq, agent, kind: "wait", parameters: { minutes: 1 + (target % 9) } };
    default:
      return { seq, agent, kind: "move_to", parameters: { building } };
  }
}
