import type { TickClock } from "#city/world/tick-schedule.ts";
import { CLOCK_NOTICE_MS } from "#server/clock/clock-change.ts";
import { type EpochRow, readEpoch, resumeClock } from "#server/db/clock-store.ts";
import {
  claimLeases,
  type LeaseRow,
  readLeases,
  releaseLeases,
  renewLeases,
} from "#server/db/lease-store.ts";
import { readWorkers, removePresence, renewPresence } from "#server/db/presence-store.ts";
import { CITY_HALL } from "#sim";
import type { City } from "../districts/city.ts";
import { Shard } from "../districts/shard.ts";
import { Waker } from "../districts/waker.ts";
import { wallNowMs } from "../wall-clock.ts";
import { assign, TAKEOVER_GRACE_MS } from "./assignment.ts";
import { auditCity } from "./auditor.ts";
import { proveTails } from "./prove-tails.ts";
import { retire } from "./retention.ts";

/** Leases are renewed this many times before they could run out. */
const RENEWALS_PER_LEASE = 3;
/** Clock and leases are read this often: twice within the notice a change of the clock gives. */
const LOOK_EVERY_MS = CLOCK_NOTICE_MS / 2;
/** What is too old is looked for this often. */
const RETIRE_EVERY_MS = 60_000;

export interface OrchestratorOptions {
  readonly workerId: string;
  readonly leaseMs: number;
  /** Simulated seconds a wall second, as the settings have it. */
  readonly speed: number;
  /** Called once when this worker must not go on; the sentence says why and what to do. */
  readonly onRefused: (sentence: string) => void;
}

/** The clock as it is read from the database; before the first reading the city stands still. */
export class CityClock {
  #epoch: EpochRow = { epoch: -1, tick: 0, wallMs: 0, speed: 0 };
  readonly #tickMs: number;

  constructor(tickMs: number) {
    this.#tickMs = tickMs;
  }

  get epoch(): number {
    return this.#epoch.epoch;
  }

  readonly now = (): TickClock => ({ ...this.#epoch, tickMs: this.#tickMs });

  /** Takes a reading; true when the clock was changed. */
  take(epoch: EpochRow): boolean {
    const changed = epoch.epoch !== this.#epoch.epoch;
    this.#epoch = epoch;
    return changed;
  }
}

/** Holds this worker's share of the districts, runs them, and looks after clock, audit and retention. */
export class Orchestrator {
  readonly #city: City;
  readonly #clock: CityClock;
  readonly #options: OrchestratorOptions;
  readonly #shards = new Map<number, Shard>();
  readonly #leaving = new Map<number, Promise<void>>();
  readonly #waker = new Waker();
  #stopping = false;
  #running: Promise<void> = Promise.resolve();
  #nextLookMs = 0;
  #renewedMs = Number.NEGATIVE_INFINITY;
  #auditedTick = -1;
  #retiredMs = 0;
  #retiring: Promise<void> = Promise.resolve();
  /** Nobody answered a claim: it may have been granted. */
  #hasOpenClaim = false;

  constructor(city: City, clock: CityClock, options: OrchestratorOptions) {
    this.#city = city;
    this.#clock = clock;
    this.#options = options;
  }

  /** Districts held, in any order. */
  get shards(): readonly Shard[] {
    return [...this.#shards.values()];
  }

  /**
   * Sets the clock going if the city stood still, takes its share and begins. Rejects when the database is gone, and with
   * UpgradeRefused when another engine's ticks do not come out the same.
   */
  async start(): Promise<void> {
    const { pool, world, log } = this.#city;
    const { workerId, leaseMs, speed } = this.#options;
    // First of all, so that workers which start together know of each other when they share.
    await renewPresence(pool, world.id, workerId, leaseMs);
    await proveTails(this.#city, workerId);
    // An earlier life of this very worker that still holds its leases was a crash: the city only catches up.
    const start = { worker: workerId, leaseMs, wallMs: wallNowMs(), speed };
    if (await resumeClock(pool, world.id, start)) {
      log.info("the city goes on where it was");
    }
    await this.#look();
    this.#running = this.#run();
  }

  /** Publishes clock and keyframes again: the broker may have forgotten them. */
  speakAgain(): void {
    this.#speakClock();
    for (const shard of this.shards) shard.askKeyframe("all");
  }

  /** Stops every district in order, and gives each lease back as soon as it can be taken over. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#waker.wake();
    await this.#running;
    await this.#retiring;
    const { pool, world } = this.#city;
    await removePresence(pool, world.id, this.#options.workerId);
    await Promise.all(this.#leaving.values());
    await Promise.all(this.shards.map((shard) => this.#release(shard, () => shard.stop())));
    if (this.#hasOpenClaim) await this.#giveBackAll();
  }

  /** Gives back whatever this worker has by its name; only when it runs nothing any more. */
  async #giveBackAll(): Promise<void> {
    const { pool, world } = this.#city;
    const { workerId } = this.#options;
    const own = (await readLeases(pool, world.id)).filter(({ owner }) => owner === workerId);
    const leases = own.map(({ number, generation }) => ({ district: number, generation }));
    await releaseLeases(pool, world.id, workerId, leases);
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      await this.#waker.sleep(this.#nextLookMs);
      if (this.#stopping) return;
      this.#nextLookMs = Math.min(LOOK_EVERY_MS, this.#options.leaseMs / RENEWALS_PER_LEASE);
      await this.#look().catch((error: unknown) => {
        this.#city.log.warn({ err: error }, "the database could not be asked; it is tried again");
      });
    }
  }

  /** One round: leases first, since nothing else matters without them. */
  async #look(): Promise<void> {
    const { pool, world, lastTicks } = this.#city;
    await this.#renew();
    const districts = await readLeases(pool, world.id);
    for (const { number, tick } of districts)
      lastTicks.set(number, Math.max(tick, lastTicks.get(number) ?? 0));
    await this.#share(districts);
    if (this.#clock.take(await readEpoch(pool, world.id))) {
      this.#speakClock();
      for (const shard of this.shards) shard.wake();
    }
    for (const { number, snapshotWanted } of districts)
      if (snapshotWanted) this.#shards.get(number)?.askSnapshot();
    // One worker is enough for what concerns the whole city: the one that holds City Hall.
    const isChief = this.#shards.has(CITY_HALL);
    if (isChief) await this.#audit();
    this.#retire(isChief);
  }

  async #renew(): Promise<void> {
    const { pool, world } = this.#city;
    const { workerId, leaseMs } = this.#options;
    const nowMs = performance.now();
    if (nowMs - this.#renewedMs < leaseMs / RENEWALS_PER_LEASE) return;
    this.#renewedMs = nowMs;
    await renewPresence(pool, world.id, workerId, leaseMs);
    if (this.#shards.size === 0) return;
    const leases = this.shards.map((shard) => shard.lease);
    const held = new Set(await renewLeases(pool, world.id, workerId, leaseMs, leases));
    for (const shard of this.shards) if (!held.has(shard.lease.district)) this.#letGo(shard);
  }

  /** Takes and hands over what brings this worker to its share. */
  async #share(districts: readonly LeaseRow[]): Promise<void> {
    const { pool, world } = this.#city;
    const { workerId, onRefused } = this.#options;
    const { claim, handOver, nextTakeoverMs, hasNamesake } = assign({
      me: workerId,
      workers: await readWorkers(pool, world.id),
      districts,
      held: new Map(this.shards.map(({ lease }) => [lease.district, lease.generation])),
      leaving: new Set(this.#leaving.keys()),
    });
    if (hasNamesake) {
      onRefused(`Another worker runs under the name ${workerId}: give each worker a WORKER_ID of its own.`);
      return;
    }
    this.#nextLookMs = Math.min(this.#nextLookMs, nextTakeoverMs);
    for (const number of handOver) this.#handOver(number);
    if (claim.length > 0) await this.#claim(claim);
  }

  async #claim(wanted: readonly number[]): Promise<void> {
    const { pool, world, log } = this.#city;
    const { workerId, leaseMs, onRefused } = this.#options;
    // Until the reply is here, what it grants is held by nobody who knows; the next look finds it as this worker's own.
    this.#hasOpenClaim = true;
    const claimed = await claimLeases(pool, world.id, workerId, leaseMs, TAKEOVER_GRACE_MS, wanted);
    this.#hasOpenClaim = false;
    if (claimed.length > 0) log.info({ districts: claimed.map((row) => row.number) }, "districts taken");
    for (const { number, generation } of claimed) {
      const shard = new Shard(
        this.#city,
        { district: number, generation },
        (lost) => this.#letGo(lost),
        onRefused,
      );
      this.#shards.set(number, shard);
      shard.start();
    }
  }

  #handOver(number: number): void {
    const shard = this.#shards.get(number);
    if (shard === undefined) return;
    const { log } = this.#city;
    const done = this.#release(shard, () => shard.handOver())
      .then(() => log.info({ district: number }, "district handed over"))
      .catch((error: unknown) => log.warn({ district: number, err: error }, "the handover was cut short"))
      .finally(() => this.#leaving.delete(number));
    this.#leaving.set(number, done);
  }

  /** Gives a district back after `finish`; whoever claims it then finds its last state. */
  async #release(shard: Shard, finish: () => Promise<void>): Promise<void> {
    const { pool, world } = this.#city;
    try {
      await finish();
      await releaseLeases(pool, world.id, this.#options.workerId, [shard.lease]);
    } finally {
      // A lease that could not be given back must not be renewed for a district that stands still: whoever sees it as its
      // own at the next look takes it anew.
      if (this.#shards.get(shard.lease.district) === shard) this.#shards.delete(shard.lease.district);
    }
  }

  #letGo(shard: Shard): void {
    if (this.#shards.get(shard.lease.district) !== shard) return;
    this.#shards.delete(shard.lease.district);
    shard
      .abandon()
      .catch((error: unknown) => this.#city.log.warn({ err: error }, "a lost district did not close"));
  }

  /** Once for each tick that the whole city has reached. */
  async #audit(): Promise<void> {
    const tick = Math.min(...this.#city.lastTicks.values());
    if (tick <= this.#auditedTick || this.#clock.now().speed === 0) return;
    this.#auditedTick = tick;
    await auditCity(this.#city);
  }

  #retire(isChief: boolean): void {
    if (wallNowMs() - this.#retiredMs < RETIRE_EVERY_MS) return;
    this.#retiredMs = wallNowMs();
    this.#retiring = this.#retiring
      .then(() => retire(this.#city, [...this.#shards.keys()], isChief))
      .catch((error: unknown) => this.#city.log.warn({ err: error }, "what is too old could not be removed"));
    this.#city.log.info({ ...this.#city.counters }, "counters");
  }

  #speakClock(): void {
    const { publisher, world } = this.#city;
    const { tick, wallMs, speed } = this.#clock.now();
    publisher.clock({
      tick,
      wallMs,
      speed,
      tickMs: world.tickMs,
      startOfDayMs: world.startOfDayMs,
      paceDivisor: world.paceDivisor,
      epoch: this.#clock.epoch,
    });
  }
}
