import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeIndex, decodeNeighborhood, encodePlan } from "#city/plan/codec.ts";
import { generatePlan } from "#city/plan/generate.ts";
import { SPEC_VERSION } from "#city/protocol/version.ts";
import { createFolderBlobs } from "#server/assets/folder-blobs.ts";
import { hashOfPlan } from "#server/assets/plan-files.ts";
import { claimLeases } from "#server/db/lease-store.ts";
import { createPool } from "#server/db/pool.ts";
import { TickStore } from "#server/db/tick-store.ts";
import { readDistrictTicks, readWorld } from "#server/db/world-store.ts";
import { createContext, ENGINE_VERSION } from "#sim";
import { createCounters } from "#worker/counters.ts";
import { ArrearsBook } from "#worker/districts/arrears-book.ts";
import type { City } from "#worker/districts/city.ts";
import { DeedBook } from "#worker/districts/deed-book.ts";
import { type Lease, type TickDone, tickDistrict } from "#worker/districts/district-tick.ts";
import { HearingBook } from "#worker/districts/hearing-book.ts";
import { NameBook } from "#worker/districts/name-book.ts";
import { Publisher } from "#worker/districts/publisher.ts";
import { type Live, recoverDistrict } from "#worker/districts/recover.ts";
import { Turns } from "#worker/districts/turns.ts";
import { createWorld, genesisOf } from "#worker/genesis.ts";
import { LoopbackBus } from "./loopback-bus.ts";
import { silentLog } from "./silent-log.ts";

/** The engine hash that test cities write. */
export const TEST_ENGINE = "test engine";

export interface TestCity {
  readonly city: City;
  readonly bus: LoopbackBus;
  close(): Promise<void>;
}

/** A world in `databaseUrl`, made if it is not there yet, and all that its districts need in this process. Its clock stands still. */
export async function openTestCity(
  databaseUrl: string,
  size: { readonly seed: string; readonly buildings: number; readonly population: number },
): Promise<TestCity> {
  const pool = createPool({ url: databaseUrl, connectionsMax: 4, name: "test city", onError: () => {} });
  const plan = generatePlan(size);
  const files = encodePlan(plan);
  const planHash = hashOfPlan(files);
  const fixed = {
    id: 1,
    seed: size.seed,
    planHash,
    tickMs: 60_000,
    paceDivisor: 4,
    population: size.population,
  };
  await createWorld(pool, plan, { ...fixed, wallMs: 0, speed: 60, engineHash: TEST_ENGINE });
  const world = await readWorld(pool, 1);
  if (world === null) throw new Error("the world was not made");
  const index = decodeIndex(files.index);
  const folder = mkdtempSync(join(tmpdir(), "borough-blobs-"));
  const bus = new LoopbackBus();
  const counters = createCounters();
  const genesis = genesisOf(world);
  const names = new NameBook(pool, 1, genesis.seed);
  await names.load();
  const city: City = {
    world,
    versions: { engineVersion: ENGINE_VERSION, engineHash: TEST_ENGINE, specVersion: SPEC_VERSION, planHash },
    context: createContext(plan, genesis),
    places: files.neighborhoods.map((bytes, number) => decodeNeighborhood(index, number, bytes)),
    names,
    hearing: new HearingBook(pool, world.id),
    deeds: new DeedBook(pool, world.id),
    arrears: new ArrearsBook(pool, world.id, (error) =>
      silentLog.warn({ err: error }, "what agents owe could not be read; the next tick tries again"),
    ),
    pool,
    databaseUrl,
    blobs: createFolderBlobs(folder),
    publisher: new Publisher(bus, 1, counters),
    counters,
    turns: new Turns(),
    log: silentLog,
    debugging: null,
    clock: () => ({ tick: 0, wallMs: 0, speed: 0, tickMs: world.tickMs }),
    lastTicks: new Map(),
  };
  const close = async () => {
    await pool.end();
    rmSync(folder, { recursive: true, force: true });
  };
  return { city, bus, close };
}

/** All districts of a city in one hand, stepped in lockstep without waiting for any clock. */
export class Lockstep {
  readonly districts: {
    readonly lease: Lease;
    readonly store: TickStore;
    readonly heldBack: Set<string>;
    live: Live;
  }[] = [];
  readonly #city: City;

  constructor(city: City) {
    this.#city = city;
  }

  /** Takes every district, from whomever, and recovers it. */
  async open(): Promise<void> {
    const { pool, databaseUrl, lastTicks } = this.#city;
    await pool.query("UPDATE district SET lease_until = NULL");
    const all = (await readDistrictTicks(pool, 1)).map((row) => row.number);
    for (const { number, generation, tick } of await claimLeases(pool, 1, "lockstep", 60_000, 0, all)) {
      const lease = { district: number, generation };
      const live = await recoverDistrict(this.#city, number, generation);
      lastTicks.set(number, tick);
      const store = new TickStore(databaseUrl, `lockstep ${number}`);
      this.districts.push({ lease, live, store, heldBack: new Set() });
    }
  }

  /** One tick of every district, all at once. */
  async tick(): Promise<TickDone[]> {
    return Promise.all(
      this.districts.map(async (district) => {
        const { lease, store, live, heldBack } = district;
        const done = await tickDistrict(this.#city, store, lease, live, heldBack);
        district.live = done.live;
        this.#city.lastTicks.set(lease.district, done.live.position.tick);
        return done;
      }),
    );
  }

  async close(): Promise<void> {
    for (const { store } of this.districts) await store.close();
  }
}
