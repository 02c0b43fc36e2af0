import { MAIN_WORLD, parseId } from "#city/ids.ts";
import { parseTopic, topics } from "#city/protocol/topics.ts";
import { SPEC_VERSION } from "#city/protocol/version.ts";
import { openBlobs } from "#server/assets/open-blobs.ts";
import { createPool, type Pool } from "#server/db/pool.ts";
import { renewPresence } from "#server/db/presence-store.ts";
import { readWorld, type WorldRow } from "#server/db/world-store.ts";
import type { Env } from "#server/env.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import { createMqttBus } from "#server/mqtt/mqtt-bus.ts";
import { staySubscribed } from "#server/mqtt/stay-subscribed.ts";
import type { Log } from "#server/telemetry/log.ts";
import { createContext, ENGINE_VERSION } from "#sim";
import { createCounters } from "./counters.ts";
import { ArrearsBook } from "./districts/arrears-book.ts";
import type { City } from "./districts/city.ts";
import { DeedBook } from "./districts/deed-book.ts";
import { HearingBook } from "./districts/hearing-book.ts";
import { NameBook } from "./districts/name-book.ts";
import { Publisher } from "./districts/publisher.ts";
import { RouteWatch } from "./districts/route-watch.ts";
import { Turns } from "./districts/turns.ts";
import { engineHash } from "./engine-hash.ts";
import { genesisOf } from "./genesis.ts";
import { answerInspections } from "./inspector.ts";
import { loadPlan } from "./load-plan.ts";
import { CityClock, Orchestrator } from "./orchestrator/orchestrator.ts";

/** Districts have connections of their own; the pool serves leases, snapshots, audit and recovery. */
const POOL_CONNECTIONS = 4;

/**
 * Runs this worker's share of the world until `stop`. Rejects when there is no world yet or its plan is not to be had, and
 * with UpgradeRefused; `onRefused` hears of it when that shows later only.
 */
export async function startWorld(
  env: Env,
  log: Log,
  onRefused: (sentence: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const pool = createPool({
    url: env.databaseUrl,
    connectionsMax: POOL_CONNECTIONS,
    name: "borough worker",
    onError: (error) => log.warn({ err: error }, "a database connection was lost"),
  });
  const world = await readWorld(pool, MAIN_WORLD);
  if (world === null) throw new Error("there is no world yet: run worker/genesis-main.ts first");
  const { workerId, leaseMs } = env;
  // Before the plan is read, which takes a while: workers that start together are to share from the first.
  await renewPresence(pool, world.id, workerId, leaseMs);
  const bus = createMqttBus({ ...env.mqtt, log });
  const clock = new CityClock(world.tickMs);
  const city = await assembleCity(env, log, pool, bus, world, clock);
  const options = { workerId, leaseMs, speed: env.clock.speed, onRefused };
  const orchestrator = new Orchestrator(city, clock, options);
  bus.onReconnect(() => orchestrator.speakAgain());
  await orchestrator.start();
  listen(bus, city, orchestrator);
  return {
    stop: async () => {
      await orchestrator.stop();
      await bus.close();
      await pool.end();
    },
  };
}

async function assembleCity(
  env: Env,
  log: Log,
  pool: Pool,
  bus: Bus,
  world: WorldRow,
  clock: CityClock,
): Promise<City> {
  const blobs = openBlobs(env);
  const { plan, places } = await loadPlan(blobs, world.planHash);
  const genesis = genesisOf(world);
  const counters = createCounters();
  const debugging = env.debugPage ? { workerId: env.workerId, routes: new RouteWatch() } : null;
  const names = new NameBook(pool, world.id, genesis.seed);
  await names.load();
  return {
    world,
    versions: {
      engineVersion: ENGINE_VERSION,
      engineHash: engineHash(),
      specVersion: SPEC_VERSION,
      planHash: world.planHash,
    },
    context: createContext(plan, genesis, debugging?.routes.around),
    places,
    names,
    hearing: new HearingBook(pool, world.id),
    deeds: new DeedBook(pool, world.id),
    arrears: new ArrearsBook(pool, world.id, (error) =>
      log.warn({ err: error }, "what agents owe could not be read; the next tick tries again"),
    ),
    pool,
    databaseUrl: env.databaseUrl,
    blobs,
    publisher: new Publisher(bus, world.id, counters),
    counters,
    turns: new Turns(),
    log,
    debugging,
    clock: clock.now,
    lastTicks: new Map(),
  };
}

/** The city runs without a broker too; what it is asked meanwhile, it is asked again. */
function listen(bus: Bus, city: City, orchestrator: Orchestrator): void {
  const complain = (error: unknown) =>
    city.log.warn({ err: error }, "questions from the bus are not heard yet");
  staySubscribed(
    bus,
    topics.inspect(),
    answerInspections(bus, city, () => orchestrator.shards),
    complain,
  );
  const resync = (topic: string) => {
    const id = parseId("nbh", parseTopic(topic)?.id ?? "");
    if (!id.ok || id.value.world !== city.world.id) return;
    for (const shard of orchestrator.shards) shard.askKeyframe(id.value.index);
  };
  staySubscribed(bus, topics.resync("+"), resync, complain);
}
