import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatePlan } from "#city/plan/generate.ts";
import { migrate } from "#server/db/migrate.ts";
import { type Bodies, bodiesOf, placeBodies } from "#worker/sim/bodies.ts";
import { type DistrictState, emptyState, ON_TRIP, slotsByAgent } from "#worker/sim/state.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { startEmbeddedPostgres } from "../scripts/lib/embedded-postgres.mjs";
import { FROM, openLetters } from "./lib/handover-letters.ts";
import {
  type AgentRecord,
  type Handover,
  openDurableMessages,
  openMessages,
} from "./lib/handover-messages.ts";
import { bestOfTurns, mustAgree, type Row } from "./lib/measure.ts";
import { startPeerBroker } from "./lib/peer-broker.ts";

const AGENTS = 3_000;
const RESIDENTS = 20_000;
const WARM_TICKS = 40;
const REPETITIONS = 15;
const DURABLE_REPETITIONS = 3;

/** Agents that go from one district to another: one letter in the tick's statement, on disk twice, against a message an agent. */
export async function run(): Promise<readonly Row[]> {
  const plan = generatePlan({ seed: "borough", buildings: 10_000 });
  const city = new LockstepCity({ plan, genesis: { population: RESIDENTS } });
  for (let n = 0; n < WARM_TICKS; n++) city.step();
  const leavers = leaversOf(city);
  const records = recordsOf(bodiesOf(leavers.state, leavers.slots));
  mustAgree("agents that leave", records.length, AGENTS);
  const dir = mkdtempSync(join(tmpdir(), "borough-bench-"));
  const server = await startEmbeddedPostgres({ dir, log: () => {} });
  await migrate({ url: server.url, log: () => {} });
  const ours = await openLetters(server.url, city.ctx, leavers, recordsOf);
  const broker = await startPeerBroker();
  const plain = await openMessages(records, broker.url);
  const durable = await openDurableMessages(records, broker.url, server.url);
  try {
    const wanted = JSON.stringify(records);
    const timed = (one: Handover) => () => msOf(one, wanted);
    const quick = await bestOfTurns(REPETITIONS, { ours: timed(ours), peer: timed(plain) });
    const safe = await bestOfTurns(DURABLE_REPETITIONS, { ours: timed(ours), peer: timed(durable) });
    const what = `handover of ${AGENTS} agents, nobody lost under kill -9`;
    const name = `QoS 1 JSON, ${broker.name}`;
    const floor = await bestOfTurns(REPETITIONS, { ours: ours.emptyMs, peer: ours.emptyMs });
    return [
      {
        what: `${what}: both commit at both ends`,
        unit: "ms",
        ours: safe.ours,
        peer: { name, figure: safe.peer },
        bar: { kind: "times", factor: 20 },
      },
      {
        what: `${what}, against a peer that commits nothing and loses whom a dying process held`,
        unit: "ms",
        ours: quick.ours,
        peer: { name, figure: quick.peer },
        bar: null,
      },
      {
        what: "two ticks of nothing committed, one after the other",
        unit: "ms",
        ours: floor.ours,
        peer: null,
        bar: null,
      },
    ];
  } finally {
    for (const one of [ours, plain, durable]) await one.close();
    await broker.stop();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function msOf(one: Handover, wanted: string): Promise<number> {
  await one.prepare();
  const startedMs = performance.now();
  const arrived = await one.handOver();
  const ms = performance.now() - startedMs;
  mustAgree("every agent as it left", JSON.stringify(await arrived()), wanted);
  return ms;
}

/** A district with all those on their way in the morning, with their routes, and the slots of some of them. */
function leaversOf(city: LockstepCity): { readonly state: DistrictState; readonly slots: readonly number[] } {
  const state = emptyState(FROM, 0, 0, RESIDENTS);
  for (const each of city.states) {
    const slots = slotsByAgent(each).filter((slot) => each.bodies.placeKind[slot] === ON_TRIP);
    placeBodies(state, bodiesOf(each, slots));
  }
  return { state, slots: slotsByAgent(state).slice(0, AGENTS) };
}

/** Each body as one would send it alone: an object with its values by name. */
function recordsOf({ count, values, acquaintances, routes }: Bodies): AgentRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    agent: values.agent[i] ?? -1,
    values: Object.fromEntries(Object.entries(values).map(([name, column]) => [name, column[i] ?? 0])),
    acquaintances: acquaintances[i] ?? [],
    route: routes[i] ?? [],
  }));
}
