import { vi } from "vitest";
import { parseId } from "#city/ids.ts";
import type { Observation } from "#city/protocol/observation.ts";
import { parseTopic } from "#city/protocol/topics.ts";
import { decodeFrame } from "#city/protocol/wire/codec.ts";
import { readHead } from "#city/protocol/wire/frame.ts";
import { NeighborhoodModel } from "#city/protocol/wire/model.ts";
import type { Log } from "#server/telemetry/log.ts";
import { Draws } from "#tests/util/seed.ts";
import { simMsOf } from "#worker/districts/city.ts";
import { CALM, type ChaosEvent, callFate, type Weather, type WorkerEvent, weatherOf } from "./chaos.ts";
import { FakeBus } from "./fake-bus.ts";
import { FakeDatabase, type Flaw } from "./fake-database.ts";
import { type CallFate, FakeNetwork } from "./fake-network.ts";
import { type Checked, checkRun, type Told } from "./run-checks.ts";
import { settle, simCity } from "./sim-city.ts";
import { addAgents, SimClients, type SimWeb, startWeb } from "./sim-clients.ts";
import { SimViewer } from "./sim-viewer.ts";
import { SimWorker } from "./sim-worker.ts";
import { Trace } from "./trace.ts";
import { type SimProcess, VirtualTime } from "./virtual-time.ts";

// The code under test waits, reads the clock and connects through these; everything else in it is the real thing.
vi.mock("node:timers/promises", async () => {
  const { virtualTimers } = await import("./virtual-time.ts");
  return { ...virtualTimers, default: virtualTimers };
});
vi.mock("#worker/wall-clock.ts", async () => {
  const { virtualTime } = await import("./virtual-time.ts");
  return { wallNowMs: () => virtualTime().nowMs };
});
vi.mock("#server/db/pool.ts", async () => {
  const { network } = await import("./fake-network.ts");
  return { openDistrictConnection: () => network().connect() };
});
// Smaller than in a real city, so that a short run meets snapshots, recordings and closed borders.
vi.mock("#city/limits.ts", async (original) => {
  const { LIMITS } = await original<typeof import("#city/limits.ts")>();
  return {
    LIMITS: { ...LIMITS, snapshotEveryTicks: 12, recordingKeyframeEveryTicks: 10, borderLagTicksMax: 8 },
  };
});
vi.mock("node:zlib", async (original) => {
  const real = await original<typeof import("node:zlib")>();
  const zstdCompress = (bytes: Uint8Array, done: (error: null, packed: Uint8Array) => void) =>
    done(null, real.zstdCompressSync(bytes));
  return { ...real, zstdCompress };
});

const WORKERS = ["ada", "ben"] as const;
const TICK_WALL_MS = 1_000;

export interface RunOptions {
  readonly seed: number;
  /** How long faults go on, in ticks of a second. */
  readonly ticks: number;
  /** Instead of the seed's own weather. */
  readonly weather?: Weather;
  readonly fate?: (call: number, draws: Draws) => CallFate;
  readonly flaw?: Flaw;
}

export interface RunReport {
  readonly hash: string;
  readonly violations: readonly string[];
  readonly events: readonly string[];
  readonly tail: readonly string[];
  readonly figures: {
    readonly calls: number;
    readonly ticks: number;
    readonly crossings: number;
    readonly acknowledged: number;
    readonly stale: number;
    /** Bodies and other facts the viewer knew at the end. */
    readonly seen: number;
  };
}

/** Runs a whole city in virtual time through the weather of a seed, lets it recover, and proves what came of it. */
export async function runCity(options: RunOptions): Promise<RunReport> {
  const run = new CityRun(options);
  const uninstall = run.time.install();
  try {
    return await run.run();
  } finally {
    uninstall();
  }
}

class CityRun {
  readonly time = new VirtualTime();
  readonly #options: RunOptions;
  readonly #draws: Draws;
  readonly #weather: Weather;
  readonly #trace: Trace;
  readonly #database: FakeDatabase;
  readonly #city = simCity();
  readonly #network: FakeNetwork;
  readonly #workers: (SimWorker | null)[] = WORKERS.map(() => null);
  readonly #viewer: SimViewer;
  readonly #startMs: number;
  #web: SimWeb;
  #calm = false;
  #stale = 0;
  #seen = 0;
  readonly #told: Told[] = [];
  #keyframes: { readonly neighborhood: number; readonly tick: number; readonly payload: Uint8Array }[] = [];

  constructor(options: RunOptions) {
    this.#options = options;
    this.#draws = new Draws(options.seed);
    this.#weather =
      options.weather ?? weatherOf(new Draws(options.seed + 1), options.ticks * TICK_WALL_MS, WORKERS.length);
    this.#startMs = this.time.nowMs;
    this.#trace = new Trace(this.time);
    this.#database = new FakeDatabase(options.flaw);
    settle(this.#city, this.#database);
    addAgents(this.#database);
    this.#network = new FakeNetwork({
      time: this.time,
      database: this.#database,
      fate: (call, name) => this.#fateOf(call, name),
      kill: (process) => this.#kill(process),
      onDone: (what, rows) => this.#done(what, rows),
    });
    this.#web = startWeb(this.#network, "web");
    this.#viewer = new SimViewer(this.time, this.#city.places, (neighborhood) => this.#resync(neighborhood));
  }

  async run(): Promise<RunReport> {
    const { time } = this;
    const roughMs = this.#startMs + this.#options.ticks * TICK_WALL_MS;
    const clients = new SimClients(time, () => this.#web, new Draws(this.#options.seed + 2));
    for (const n of WORKERS.keys()) this.#startWorker(n);
    clients.start(roughMs);
    for (const event of this.#weather.events) time.after(event.atMs, () => this.#strike(event), null);
    await time.run(roughMs);
    this.#calm = true;
    this.#network.isCalm = true;
    this.#trace.event("calm");
    const settledDown = await time.run(roughMs + 300_000, () => clients.open === 0 && this.#isWell());
    if (!settledDown) this.#trace.violation(`the city does not get well: ${this.#howItIs()}`);
    else await this.#compareViewer();
    const { violations, ticks, crossings } = this.#check(clients);
    for (const violation of [...violations, ...clients.violations, ...this.#viewer.gaps])
      this.#trace.violation(violation);
    for (const worker of this.#workers) if (worker !== null) worker.process.alive = false;
    return {
      hash: this.#trace.digest(),
      violations: this.#trace.violations,
      events: this.#trace.events,
      tail: this.#trace.tail,
      figures: {
        calls: this.#network.calls,
        ticks,
        crossings,
        acknowledged: clients.acknowledged.length,
        stale: this.#stale,
        seen: this.#seen,
      },
    };
  }

  #check(clients: SimClients): Checked {
    try {
      return checkRun(this.#city, this.#database, clients.acknowledged, this.#states(), this.#told);
    } catch (error) {
      // The replay itself refuses a log that is not the city's.
      return { violations: [String(error)], ticks: 0, crossings: 0 };
    }
  }

  #fateOf(call: number, name: string): CallFate {
    if (this.#calm) return CALM;
    const fate =
      this.#options.fate?.(call, this.#draws) ?? callFate(this.#draws, this.#weather.callFaultsPerMille);
    if (fate.fault !== null) this.#trace.event(`${this.time.owner?.name} #${call} ${name}: ${fate.fault}`);
    return fate;
  }

  #done(what: string, rows: unknown): void {
    this.#trace.note(what);
    const said = JSON.stringify(rows);
    if (said === '[{"committed":0}]') this.#stale++;
    const last = this.#database.log.at(-1);
    const current = this.#database.districts.get(last?.district ?? -1)?.generation;
    if (said === '[{"committed":1}]' && last?.generation !== current) {
      this.#trace.violation(`${what}: generation ${last?.generation} wrote, ${current} has the district`);
    }
    const sum = this.#database.sumCents();
    const { genesisCents } = this.#city.world;
    if (sum !== genesisCents)
      this.#trace.violation(`${what}: the city has ${sum} cents, not ${genesisCents}`);
  }

  #strike(event: ChaosEvent): void {
    this.#trace.event(JSON.stringify(event));
    if ("worker" in event) this.#strikeWorker(event);
    else if ("district" in event) {
      const row = this.#database.districts.get(event.district);
      if (row !== undefined) row.leaseUntilMs = 0;
    } else if (event.kind === "database_down") this.#network.takeDown(event.forMs);
    else this.#kill(this.#web.process);
  }

  #strikeWorker({ kind, worker, forMs }: WorkerEvent): void {
    const process = this.#workers[worker]?.process;
    if (kind === "kill") this.#killWorker(worker, forMs);
    else if (kind === "stop") this.#stopWorker(worker, forMs);
    else if (process !== undefined) process.pausedUntilMs = this.time.nowMs + forMs;
  }

  #kill(process: SimProcess): void {
    this.#trace.event(`${process.name} is killed`);
    if (process === this.#web.process) {
      process.alive = false;
      this.#web = startWeb(this.#network, "web");
      return;
    }
    const worker = this.#workers.findIndex((one) => one?.process === process);
    process.alive = false;
    if (worker >= 0) this.#killWorker(worker, 100 + this.#draws.below(2_000));
  }

  #killWorker(n: number, forMs: number): void {
    const worker = this.#workers[n];
    if (worker === null || worker === undefined) return;
    worker.process.alive = false;
    this.#workers[n] = null;
    this.time.after(forMs, () => this.#startWorker(n), null);
  }

  #stopWorker(n: number, forMs: number): void {
    const worker = this.#workers[n];
    if (worker === null || worker === undefined) return;
    const gone = () => {
      if (this.#workers[n] === worker) this.#killWorker(n, forMs);
    };
    // An orderly stop that takes too long is cut off, as the launcher does.
    this.time.after(25_000, gone, null);
    this.time.as(worker.process, () => worker.stop().then(gone, gone));
  }

  #startWorker(n: number): void {
    const { time } = this;
    const bus = new FakeBus({
      time,
      fate: () => this.#messageFate(),
      deliver: (topic, payload) => this.#viewer.hear(topic, payload),
      onPublish: (topic, payload, sender) => this.#published(topic, payload, sender),
    });
    this.#workers[n] = new SimWorker({
      name: WORKERS[n] ?? "",
      city: this.#city,
      time,
      network: this.#network,
      bus,
      log: this.#log(WORKERS[n] ?? ""),
      clock: { tick: 0, wallMs: this.#startMs, speed: 60, tickMs: this.#city.world.tickMs },
      onRefused: (sentence) => this.#trace.violation(sentence),
      wants: () => this.#draws.chance(60),
    });
  }

  #messageFate(): number[] {
    if (this.#calm) return [1];
    const { lostPercent, doubledPercent, delayedPercent } = this.#weather;
    if (this.#draws.chance(lostPercent)) return [];
    const delay = () => (this.#draws.chance(delayedPercent) ? this.#draws.below(3_000) : 1);
    return this.#draws.chance(doubledPercent) ? [delay(), delay()] : [delay()];
  }

  #published(topic: string, payload: Uint8Array, sender: SimProcess | null): void {
    this.#trace.note(`${sender?.name} says ${topic}`);
    if (sender !== null && !this.#calm && this.#draws.below(20_000) < this.#weather.callFaultsPerMille)
      this.#kill(sender);
    const leaf = parseTopic(topic)?.leaf ?? "";
    if (leaf === "observation") this.#told.push(toldIn(payload));
    if (leaf.startsWith("keyframe-")) {
      const { neighborhood, tick } = readHead(payload);
      this.#keyframes.push({ neighborhood, tick, payload });
    }
  }

  /** What the worker complains of is expected in this weather, but for these. */
  #log(name: string): Log {
    const ignore = () => {};
    const error = (fields: object, text = "") => {
      const reason = "err" in fields && fields.err instanceof Error ? fields.err.message : "";
      this.#trace.note(`${name} logs ${text}: ${reason}`);
      if (/cannot be recovered|engine threw/.test(text)) this.#trace.violation(`${name}: ${text}: ${reason}`);
      if (/tick statement:/.test(reason)) this.#trace.violation(`${name}: ${reason}`);
    };
    return { debug: ignore, info: ignore, warn: ignore, error };
  }

  #resync(neighborhood: number): void {
    for (const worker of this.#workers) {
      for (const shard of worker?.shards.values() ?? []) shard.askKeyframe(neighborhood);
    }
  }

  /** Everything accepted is done, and every district is held and on time. */
  #isWell(): boolean {
    const due = Math.floor((this.time.nowMs - this.#startMs) / TICK_WALL_MS);
    const onTime = [...this.#database.districts.values()].every((district) => district.tick === due);
    return (
      onTime &&
      this.#states().size === this.#city.genesis.length &&
      this.#database.actions.every((a) => a.tick !== null)
    );
  }

  #howItIs(): string {
    const districts = [...this.#database.districts.values()].map(
      (d) => `${d.number}: tick ${d.tick} of ${d.leaseOwner}/${d.generation}`,
    );
    const waiting = this.#database.actions
      .filter((action) => action.tick === null)
      .map((action) => action.seq);
    return `${districts.join(", ")}; without result: ${waiting.join(" ")}`;
  }

  #states() {
    return new Map(
      this.#workers.flatMap((worker) =>
        [...(worker?.shards.values() ?? [])].flatMap((shard) => {
          const row = this.#database.districts.get(shard.lease.district);
          const isOwner = row?.generation === shard.lease.generation && row.tick === shard.tick;
          return isOwner && shard.state !== null ? [[shard.lease.district, shard.state] as const] : [];
        }),
      ),
    );
  }

  /** After some calm ticks the viewer knows of each neighborhood exactly what a keyframe of the same tick tells. */
  async #compareViewer(): Promise<void> {
    const { time } = this;
    // Past the resyncs that are still to be asked for.
    await time.run(this.#nextTickMs(8) - 300);
    this.#resyncAll();
    this.#keyframes = [];
    await time.run(this.#nextTickMs(1) + 700);
    for (const place of this.#city.places) {
      const pages = this.#keyframes.filter((keyframe) => keyframe.neighborhood === place.index);
      const model = new NeighborhoodModel();
      for (const { payload } of pages)
        for (const event of decodeFrame(payload, place).events) model.apply(event);
      const nowMs = simMsOf(this.#city.world, pages[0]?.tick ?? 0);
      model.expire(nowMs);
      this.#seen += model.size;
      const [wanted, known] = [model.toEvents(), this.#viewer.known(place, nowMs)].map((events) =>
        JSON.stringify(events),
      );
      if (pages.length === 0) this.#trace.violation(`no keyframe of neighborhood ${place.index}`);
      else if (wanted !== known)
        this.#trace.violation(`the viewer of neighborhood ${place.index} knows ${known}, not ${wanted}`);
    }
  }

  #resyncAll(): void {
    for (const place of this.#city.places) this.#resync(place.index);
  }

  #nextTickMs(count: number): number {
    return (
      this.#startMs + (Math.floor((this.time.nowMs - this.#startMs) / TICK_WALL_MS) + count) * TICK_WALL_MS
    );
  }
}

function toldIn(payload: Uint8Array): Told {
  const { agent_id, tick, observation }: Observation = JSON.parse(Buffer.from(payload).toString());
  const id = parseId("agt", agent_id);
  return { agent: id.ok ? id.value.index : -1, tick, messages: observation.messages };
}
