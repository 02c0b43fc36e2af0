import { assertExists, at } from "#city/assert.ts";
import { below, hashWords } from "#city/rng.ts";
import { FIRST_PURSE_CENTS, FIRST_TILL_PER_JOB_CENTS } from "#city/world/economy.ts";
import { NEED_MAX } from "./needs.ts";
import { setPlace } from "./placing.ts";
import { PURPOSE } from "./purposes.ts";
import { msOfTick } from "./run.ts";
import { addBody, type DistrictState, emptyState, INSIDE } from "./state.ts";
import { CITY_HALL, type EngineContext } from "./types.ts";
import { ACTIVITIES } from "./views.ts";
import { setWakeTick } from "./waking.ts";

/** Before this hour of the day residents start out asleep, simulated ms. */
const GET_UP_MS = 6 * 3_600_000;
/** Residents come to life spread over the first ticks. */
const FIRST_WAKE_TICKS = 10;
const DAY_MS = 86_400_000;

/** A district as it is after tick 0: its residents are at home, its tills filled; City Hall holds the treasury. */
export function createDistrict(ctx: EngineContext, district: number): DistrictState {
  const buildings = assertExists(ctx.places.buildingsOf[district], `no district ${district}`);
  const agents = residentsOf(ctx, district);
  const parcels = assertExists(ctx.places.parcelsOf[district], `no district ${district}`);
  const state = emptyState(district, buildings.length, parcels.length, agents.length);
  if (district === CITY_HALL) state.fields.treasuryCents = ctx.genesis.treasuryCents;
  for (const [local, building] of buildings.entries()) {
    state.buildings.tillCents[local] = at(ctx.plan.buildings.jobs, building) * FIRST_TILL_PER_JOB_CENTS;
  }
  for (const agent of agents) settleResident(ctx, state, agent);
  state.touched.slots.clear();
  return state;
}

/** Agent numbers of the residents whose home is in a district, ascending. */
function residentsOf(ctx: EngineContext, district: number): number[] {
  const { home } = ctx.residents;
  const agents: number[] = [];
  for (let agent = 0; agent < home.length; agent++) {
    const neighborhood = at(ctx.plan.buildings.neighborhood, at(home, agent));
    if (at(ctx.places.neighborhoodDistrict, neighborhood) === district) agents.push(agent);
  }
  return agents;
}

function settleResident(ctx: EngineContext, state: DistrictState, agent: number): void {
  const slot = addBody(state, agent);
  const { bodies } = state;
  const nowMs = msOfTick(ctx.genesis, 0);
  const word = hashWords(ctx.genesis.seed, agent, PURPOSE.firstNeeds);
  const isAsleep = nowMs % DAY_MS < GET_UP_MS;
  bodies.home[slot] = at(ctx.residents.home, agent);
  bodies.work[slot] = at(ctx.residents.work, agent);
  bodies.purseCents[slot] = FIRST_PURSE_CENTS;
  bodies.energy[slot] = NEED_MAX - below(word, NEED_MAX >> 2);
  bodies.satiety[slot] = NEED_MAX - below(hashWords(word), NEED_MAX >> 1);
  bodies.needsAtMs[slot] = nowMs;
  bodies.activity[slot] = ACTIVITIES.indexOf(isAsleep ? "sleeping" : "idle");
  setPlace(ctx, state, slot, INSIDE, at(ctx.residents.home, agent), nowMs);
  // Not all in one tick: the first would take as long as a hundred others.
  setWakeTick(state, slot, 1 + below(hashWords(word, 1), FIRST_WAKE_TICKS));
}
