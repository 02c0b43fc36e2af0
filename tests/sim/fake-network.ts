import type pg from "pg";
import type { Pool } from "#server/db/pool.ts";
import { answer, type FakeDatabase } from "./fake-database.ts";
import type { SimProcess, VirtualTime } from "./virtual-time.ts";

/**
 * What befalls one call to the database:
 * - `lost`: the connection dies before the statement arrives. `ambiguous`: it dies after the statement was done.
 * - `late`: no reply ever; the statement itself is done, perhaps long after the caller gave up.
 * - `refused`: the server says no. `crash_before`, `crash_after`: the caller is killed, its statement unsent or done.
 */
export const CALL_FAULTS = ["lost", "ambiguous", "late", "refused", "crash_before", "crash_after"] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

/** Decides about the n-th call of a run. */
export interface CallFate {
  readonly fault: CallFault | null;
  readonly toMs: number;
  readonly backMs: number;
  /** When a `late` statement is done, ms from now. */
  readonly lateMs: number;
}

export interface NetworkOptions {
  readonly time: VirtualTime;
  readonly database: FakeDatabase;
  readonly fate: (call: number, name: string) => CallFate;
  readonly kill: (process: SimProcess) => void;
  /** Called after each statement that was done. */
  readonly onDone: (what: string, rows: unknown) => void;
}

interface Connection {
  isDead: boolean;
}

/** Callers give up after this long, as the driver's query_timeout makes them. */
const GIVE_UP_MS = 15_000;
const CONNECT_GIVE_UP_MS = 2_000;

/** Everything between processes and the database: connections that die, replies that are late or never come. */
export class FakeNetwork {
  calls = 0;
  /** What is still on its way from rougher times never arrives. */
  isCalm = false;
  readonly #options: NetworkOptions;
  readonly #connections = new Set<Connection>();
  #downUntilMs = 0;

  constructor(options: NetworkOptions) {
    this.#options = options;
    current = this;
  }

  /** The database is gone for `ms`: connections die, new ones are refused, what was on its way there is lost. */
  takeDown(ms: number): void {
    this.#downUntilMs = Math.max(this.#downUntilMs, this.#options.time.nowMs + ms);
    for (const connection of this.#connections) connection.isDead = true;
    this.#connections.clear();
  }

  /** A client as openDistrictConnection gives it. */
  async connect(): Promise<pg.Client> {
    const connection = await this.#open();
    const client = {
      query: async (config: { name: string; text: string; values: unknown[] }) => ({
        rows: await this.#ask(connection, config.name, (db) =>
          db.execute(config.name, config.text, config.values),
        ),
      }),
      end: async () => {
        connection.isDead = true;
        this.#connections.delete(connection);
      },
    };
    // Of a client the stores use nothing else.
    return client as unknown as pg.Client;
  }

  /** A pool: each query has a connection of its own. */
  pool(): Pool {
    const query = async (
      config: string | { name?: string; text: string; values: unknown[] },
      more: unknown[] = [],
    ) => {
      const { name, text, values } =
        typeof config === "string" ? { name: undefined, text: config, values: more } : config;
      const rows = await this.ask(name ?? text.trim().slice(0, 24), (db) => db.execute(name, text, values));
      return { rows, rowCount: rows.length };
    };
    // Of a pool the stores use nothing else.
    return { query } as unknown as Pool;
  }

  /** Runs one statement that has no SQL here, on a connection of its own. */
  async ask<T>(name: string, statement: (database: FakeDatabase) => T): Promise<T> {
    const connection = await this.#open();
    try {
      return await this.#ask(connection, name, statement);
    } finally {
      this.#connections.delete(connection);
    }
  }

  async #open(): Promise<Connection> {
    const { time } = this.#options;
    await time.sleep(1);
    if (time.nowMs < this.#downUntilMs) {
      await time.sleep(Math.min(50, CONNECT_GIVE_UP_MS));
      throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    }
    const connection = { isDead: false };
    this.#connections.add(connection);
    return connection;
  }

  #ask<T>(connection: Connection, name: string, statement: (database: FakeDatabase) => T): Promise<T> {
    const { time, database, fate, kill, onDone } = this.#options;
    const process = time.owner;
    const call = this.calls++;
    const { fault, toMs, backMs, lateMs } = fate(call, name);
    // A killed process asks for nothing more.
    if (process?.alive === false) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      const die = () => {
        connection.isDead = true;
        reject(new Error("Connection terminated unexpectedly"));
      };
      const reply = (act: () => void) =>
        time.after(backMs, () => (connection.isDead ? die() : act()), process);
      // The statement is done at one instant, whoever still waits for it.
      const perform = () => {
        try {
          const rows = statement(database);
          onDone(`${process?.name} #${call} ${name} done`, rows);
          return () => resolve(rows);
        } catch (error) {
          onDone(`${process?.name} #${call} ${name} refused`, []);
          return () => reject(error);
        }
      };
      if (connection.isDead) return void time.after(0, die, process);
      if (process !== null && fault === "crash_before") return kill(process);
      if (fault === "late") {
        time.after(lateMs, () => !this.isCalm && time.nowMs >= this.#downUntilMs && perform(), null);
        time.after(
          GIVE_UP_MS,
          () => {
            connection.isDead = true;
            reject(new Error("Query read timeout"));
          },
          process,
        );
        return;
      }
      time.after(
        toMs,
        () => {
          if (connection.isDead || fault === "lost") return void time.after(backMs, die, process);
          if (fault === "refused") return void reply(() => reject(answer("53200", "out of memory")));
          const outcome = perform();
          if (process !== null && fault === "crash_after") kill(process);
          else if (fault === "ambiguous") time.after(backMs, die, process);
          else reply(outcome);
        },
        null,
      );
    });
  }
}

let current: FakeNetwork | null = null;

/** The network of the run under way. */
export function network(): FakeNetwork {
  if (current === null) throw new Error("no simulated run is under way");
  return current;
}
