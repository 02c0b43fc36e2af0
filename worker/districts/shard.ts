import type { CityState } from "#city/protocol/messages.ts";
import { dueAtMs, tickPeriodMs, waitBeforeTickMs } from "#city/world/tick-schedule.ts";
import { StoreClosed, TickStore } from "#server/db/tick-store.ts";
import { CITY_HALL, type DistrictState } from "#sim";
import { wallNowMs } from "../wall-clock.ts";
import type { City } from "./city.ts";
import { DebugBook } from "./debug-book.ts";
import { type Lease, letterKey, type TickDone, tickDistrict } from "./district-tick.ts";
import { FrameSizeBook } from "./frame-sizes.ts";
import { LeaseLost, type Live, RecoveryFault, recoverDistrict, UpgradeRefused } from "./recover.ts";
import { ShardVoice } from "./shard-voice.ts";
import { snapshotDue, storeSnapshot, takeSnapshot } from "./snapshots.ts";
import { Waker } from "./waker.ts";

/** After a fault the district is recovered; the wait grows so that a lasting one does not eat the machine. */
const FAULT_WAIT_MS = 200;
const FAULT_WAIT_MAX_MS = 10_000;
/** A tick that the database keeps waiting for longer is given up at a stop: recovery finds out what became of it. */
const STOP_WAIT_MS = 10_000;
/** What a handover takes, with room to spare: with less left before the next tick, that tick is done first. */
const HANDOVER_MS = 2_000;

/** One district in this worker's hands: recovers it, steps it at its instants, commits and publishes. */
export class Shard {
  readonly lease: Lease;
  readonly #city: City;
  readonly #store: TickStore;
  readonly #voice: ShardVoice;
  readonly #debug: DebugBook | null;
  readonly #waker = new Waker();
  readonly #heldBack = new Set<string>();
  readonly #onLost: (shard: Shard) => void;
  readonly #onRefused: (sentence: string) => void;
  #live: Live | null = null;
  #stopping = false;
  #leaving = false;
  #snapshotAsked = false;
  #storing = 0;
  #faults = 0;
  #lastStartMs = 0;
  #running: Promise<void> = Promise.resolve();
  #snapshotting: Promise<void> = Promise.resolve();

  /**
   * `onLost` is called when another worker has the district, `onRefused` when its last ticks are another engine's and do
   * not come out the same; in both cases it has stopped.
   */
  constructor(
    city: City,
    lease: Lease,
    onLost: (shard: Shard) => void,
    onRefused: (sentence: string) => void,
  ) {
    this.#city = city;
    this.lease = lease;
    this.#store = new TickStore(city.databaseUrl, `borough district ${lease.district}`);
    const sizes = city.debugging && new FrameSizeBook();
    this.#voice = new ShardVoice(city, lease, sizes);
    this.#debug = city.debugging && sizes && new DebugBook(city, city.debugging, lease, sizes);
    this.#onLost = onLost;
    this.#onRefused = onRefused;
  }

  /** The state after the last tick, or null while the district is being recovered. Only to be looked at. */
  get state(): DistrictState | null {
    return this.#live?.state ?? null;
  }

  /** Last tick, or -1 while the district is being recovered. */
  get tick(): number {
    return this.#live?.position.tick ?? -1;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Looks at the clock again: it was changed. */
  wake(): void {
    this.#waker.wake();
  }

  /** Publishes a keyframe of this neighborhood, or of all, with the next tick. */
  askKeyframe(neighborhood: number | "all"): void {
    this.#voice.askKeyframe(neighborhood);
  }

  /** Stores a snapshot as soon as no tick is under way, unless one is being stored just now. */
  askSnapshot(): void {
    if (this.#storing > 0) return;
    this.#snapshotAsked = true;
    this.#waker.wake();
  }

  /** Stops like stop(), at the moment that leaves the next worker the most time before its first tick. */
  async handOver(): Promise<void> {
    this.#leaving = true;
    this.#waker.wake();
    await this.#running;
    await this.stop();
  }

  /** Finishes the tick that is under way, stores a last snapshot, closes the connection. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#waker.wake();
    const limit = setTimeout(() => this.#store.close().catch(() => {}), STOP_WAIT_MS);
    await this.#running;
    clearTimeout(limit);
    await this.#voice.close();
    if (this.#live !== null) this.#snapshot(this.#live);
    await this.#snapshotting;
    await this.#store.close();
  }

  /** Lets go at once: the district is another worker's. */
  async abandon(): Promise<void> {
    this.#stopping = true;
    this.#waker.wake();
    await this.#store.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        this.#live ??= await this.#recover();
        if (!(await this.#waitForTick(this.#live))) return;
        await this.#tickOnce(this.#live);
        this.#faults = 0;
        if (this.#leaving) return;
      } catch (error) {
        this.#live = null;
        if (error instanceof StoreClosed) return;
        if (error instanceof LeaseLost) return this.#lost(error);
        if (error instanceof UpgradeRefused) return this.#onRefused(error.message);
        await this.#faulted(error);
      }
    }
  }

  #lost(error: LeaseLost): void {
    this.#city.log.warn(
      { district: this.lease.district },
      `the district is another worker's now: ${error.message}`,
    );
    this.#onLost(this);
  }

  async #faulted(error: unknown): Promise<void> {
    const waitMs = Math.min(FAULT_WAIT_MS * 2 ** this.#faults, FAULT_WAIT_MAX_MS);
    this.#faults++;
    const what = error instanceof RecoveryFault ? "the district cannot be recovered" : "the tick failed";
    this.#city.log.error({ district: this.lease.district, err: error, waitMs }, `${what}; it is tried again`);
    if (this.#leaving) this.#stopping = true;
    if (!this.#stopping) await this.#waker.sleep(waitMs);
  }

  async #recover(): Promise<Live> {
    const { district, generation } = this.lease;
    const { arrears, context, counters, deeds, hearing, lastTicks, log, names } = this.#city;
    const startedMs = performance.now();
    // Agents may have come into the city while another worker had the district.
    await names.load();
    await arrears.load();
    await deeds.load(district, context.places.parcelsOf[district] ?? []);
    const live = await recoverDistrict(this.#city, district, generation, this.#voice);
    // A replay tells only what came after its snapshot.
    await hearing.load(live.position.tick);
    counters.recoveries++;
    lastTicks.set(district, live.position.tick);
    this.#voice.askKeyframe("all");
    this.#voice.speakKeyframes(live);
    const ms = Math.round(performance.now() - startedMs);
    log.info({ district, generation, tick: live.position.tick, ms }, "district is up");
    // So that nothing is left to replay that another engine wrote.
    if (live.foreignTicks > 0) this.#snapshotAsked = true;
    return live;
  }

  /** Resolves when the next tick is due; false when there is to be none. */
  async #waitForTick(live: Live): Promise<boolean> {
    for (;;) {
      if (this.#stopping) return false;
      if (this.#snapshotAsked) {
        this.#snapshotAsked = false;
        this.#snapshot(live);
      }
      const waitMs = waitBeforeTickMs(
        this.#city.clock(),
        live.position.tick + 1,
        wallNowMs(),
        this.#lastStartMs,
      );
      if (waitMs <= 0) return true;
      if (this.#leaving && waitMs >= HANDOVER_MS) return false;
      await this.#waker.sleep(waitMs);
    }
  }

  async #tickOnce(live: Live): Promise<void> {
    const { district } = this.lease;
    const { counters, lastTicks, log, publisher } = this.#city;
    this.#lastStartMs = wallNowMs();
    const done = await tickDistrict(this.#city, this.#store, this.lease, live, this.#heldBack);
    this.#live = done.live;
    const { tick } = done.live.position;
    lastTicks.set(district, tick);
    counters.ticks++;
    const latenessMs = this.#noteLateness(tick);
    this.#noteFault(done);
    this.#publish(done);
    if (this.#debug !== null) publisher.debug(this.#debug.take(done, latenessMs));
    if (snapshotDue(district, tick)) this.#snapshot(done.live);
    log.debug({ district, tick, stepMs: done.stepMs, commitMs: done.commitMs }, "tick");
  }

  #publish({ live, step, results, waiting, feed }: TickDone): void {
    const { district, generation } = this.lease;
    const { publisher, clock } = this.#city;
    const { tick, chainHash } = live.position;
    publisher.tick(district, tick, generation, chainHash);
    publisher.letters(step.output.letters.map((letter) => letter.to));
    publisher.feed(
      district,
      feed.map(({ entry }) => entry),
    );
    this.#voice.speak(live, step.output);
    this.#voice.speakResults(tick, results, waiting);
    this.#voice.speakObservations(live, dueAtMs(clock(), tick), dueAtMs(clock(), tick + 1));
    if (district === CITY_HALL) publisher.city(this.#cityState(live));
  }

  #cityState(live: Live): CityState {
    const { world, context, names } = this.#city;
    return {
      planHash: world.planHash,
      cityName: context.plan.cityName,
      population: world.population,
      outsideAgents: names.outsideAgents,
      treasuryCents: live.state.fields.treasuryCents,
      tick: live.position.tick,
    };
  }

  #snapshot(live: Live): void {
    const { counters, log, versions } = this.#city;
    const row = takeSnapshot(live.state, this.lease.district, live.position, versions);
    this.#storing++;
    // A recovery rebuilds the recording from the snapshot on, so what came before has to be written first.
    this.#snapshotting = Promise.all([this.#snapshotting, this.#voice.recorded()])
      .then(() => storeSnapshot(this.#city, row))
      .then(
        () => {
          counters.snapshots++;
        },
        (error: unknown) => {
          counters.snapshotFailures++;
          log.error({ district: row.district, tick: row.tick, err: error }, "the snapshot is not usable");
        },
      )
      .finally(() => {
        this.#storing--;
      });
  }

  /** Wall ms by which a tick that is done comes after its instant. */
  #noteLateness(tick: number): number {
    const clock = this.#city.clock();
    const latenessMs = wallNowMs() - dueAtMs(clock, tick);
    if (latenessMs > tickPeriodMs(clock)) this.#city.counters.lateTicks++;
    return latenessMs;
  }

  #noteFault({ step: { excluded, fault, output } }: TickDone): void {
    if (fault === null) return;
    const { counters, log } = this.#city;
    counters.engineFaults++;
    const what = excluded.map((item) => {
      if (item.kind === "action") return `action ${item.action.seq}`;
      // The letter stays where it is, so that its money is not lost; the next start tries it again.
      this.#heldBack.add(letterKey(item.letter));
      return letterKey(item.letter);
    });
    log.error(
      { district: this.lease.district, tick: output.tick, excluded: what, err: fault },
      "the engine threw",
    );
  }
}
