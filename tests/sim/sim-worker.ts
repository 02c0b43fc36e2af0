import type { TickClock } from "#city/world/tick-schedule.ts";
import type { BlobStore } from "#server/assets/blob-store.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import type { Log } from "#server/telemetry/log.ts";
import { createCounters } from "#worker/counters.ts";
import { ArrearsBook } from "#worker/districts/arrears-book.ts";
import type { City } from "#worker/districts/city.ts";
import { DeedBook } from "#worker/districts/deed-book.ts";
import { HearingBook } from "#worker/districts/hearing-book.ts";
import { NameBook } from "#worker/districts/name-book.ts";
import { Publisher } from "#worker/districts/publisher.ts";
import { Shard } from "#worker/districts/shard.ts";
import { Turns } from "#worker/districts/turns.ts";
import type { FakeNetwork } from "./fake-network.ts";
import type { SimCity } from "./sim-city.ts";
import type { SimProcess, VirtualTime } from "./virtual-time.ts";

export const LEASE_MS = 6_000;
const LOOK_EVERY_MS = LEASE_MS / 3;

export interface SimWorkerOptions {
  readonly name: string;
  readonly city: SimCity;
  readonly time: VirtualTime;
  readonly network: FakeNetwork;
  readonly bus: Bus;
  readonly log: Log;
  readonly clock: TickClock;
  readonly onRefused: (sentence: string) => void;
  /** Whether to take a free district this time. */
  readonly wants: (district: number) => boolean;
}

/** A worker process: real districts, and of the orchestrator only taking, renewing and letting go. */
export class SimWorker {
  readonly process: SimProcess;
  readonly shards = new Map<number, Shard>();
  readonly #options: SimWorkerOptions;
  readonly #city: City;
  #stopping = false;

  constructor(options: SimWorkerOptions) {
    this.#options = options;
    this.process = { name: options.name, alive: true, pausedUntilMs: 0 };
    this.#city = cityOf(options);
    options.time.as(this.process, () => void this.#run());
  }

  /** Stops in order and gives the leases back. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const { name, network } = this.#options;
    const shards = [...this.shards.values()];
    await Promise.all(shards.map((shard) => shard.stop()));
    const leases = shards.map((shard) => shard.lease);
    await network.ask("lease_release", (db) => {
      for (const { district, generation } of leases) {
        const row = db.districts.get(district);
        if (row?.leaseOwner !== name || row.generation !== generation) continue;
        row.leaseOwner = null;
        row.leaseUntilMs = 0;
      }
    });
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      // A database that does not answer is asked again.
      await this.#look().catch(() => {});
      await this.#options.time.sleep(LOOK_EVERY_MS);
    }
  }

  async #look(): Promise<void> {
    const { name, network, time, wants } = this.#options;
    await this.#city.names.load();
    const leases = [...this.shards.values()].map((shard) => shard.lease);
    const held = await network.ask("lease_renew", (db) => db.renew(name, time.nowMs, LEASE_MS, leases));
    for (const { district } of leases) if (!held.includes(district)) this.#letGo(district);
    const mine = new Set(this.shards.keys());
    const claimed = await network.ask("lease_claim", (db) =>
      db.claim(name, time.nowMs, LEASE_MS, mine, wants),
    );
    for (const { number, generation } of claimed) {
      const onLost = () => {
        if (this.shards.get(number) === shard) this.#letGo(number);
      };
      const shard = new Shard(this.#city, { district: number, generation }, onLost, this.#options.onRefused);
      this.shards.set(number, shard);
      shard.start();
    }
    const ticks = await network.ask("district_ticks", (db) =>
      [...db.districts.values()].map((d) => ({ ...d })),
    );
    for (const { number, tick } of ticks) {
      this.#city.lastTicks.set(number, Math.max(tick, this.#city.lastTicks.get(number) ?? 0));
    }
  }

  #letGo(district: number): void {
    const shard = this.shards.get(district);
    this.shards.delete(district);
    shard?.abandon().catch(() => {});
  }
}

function cityOf({ city, network, bus, log, clock, name }: SimWorkerOptions): City {
  const { world, versions, context, places } = city;
  const pool = network.pool();
  const counters = createCounters();
  return {
    world,
    versions,
    context,
    places,
    names: new NameBook(pool, world.id, context.genesis.seed),
    hearing: new HearingBook(pool, world.id),
    deeds: new DeedBook(pool, world.id),
    arrears: new ArrearsBook(pool, world.id, (error) =>
      log.warn({ err: error }, "what agents owe could not be read; the next tick tries again"),
    ),
    pool,
    databaseUrl: name,
    blobs: noBlobs,
    publisher: new Publisher(bus, world.id, counters),
    counters,
    turns: new Turns(),
    log,
    debugging: null,
    clock: () => clock,
    lastTicks: new Map(),
  };
}

/** Recordings are written and never looked at here. */
const noBlobs: BlobStore = {
  put: async () => {},
  get: async () => null,
  has: async () => false,
  list: async () => [],
  remove: async () => {},
};
