import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../..");
const OUTPUT_CHARS_MAX = 100_000;

/** A worker process that is started again whenever it dies, until it is told to stop. */
export class KillableWorker {
  /** When each of its processes was started, Unix ms. */
  readonly startedMs: number[] = [];
  output = "";
  readonly #env: NodeJS.ProcessEnv;
  readonly #arguments: readonly string[];
  #child: ChildProcess | null = null;
  #stopping = false;

  /** `preloads` are modules of the tests, by their paths from the root. `program` is another than the worker. */
  constructor(
    env: NodeJS.ProcessEnv,
    preloads: readonly string[] = [],
    program: readonly string[] = ["worker/main.ts", "--roles=world"],
  ) {
    this.#env = env;
    this.#arguments = [...preloads.flatMap((preload) => ["--import", `./${preload}`]), ...program];
  }

  get starts(): number {
    return this.startedMs.length;
  }

  start(): void {
    this.startedMs.push(Date.now());
    const child = spawn(process.execPath, [...this.#arguments], {
      cwd: ROOT,
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-OUTPUT_CHARS_MAX);
      });
    }
    child.once("exit", () => {
      if (!this.#stopping) this.start();
    });
  }

  /** Kills it in the middle of whatever it does, and waits until it is dead and started again; Unix ms of the kill. */
  async kill(): Promise<number> {
    const killedMs = Date.now();
    const exited = this.#child === null ? null : once(this.#child, "exit");
    this.#child?.kill("SIGKILL");
    await exited;
    return killedMs;
  }

  /** Stands it still in the middle of whatever it does, as a machine does that is put to sleep. */
  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  /** Kills it for good. */
  async end(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }

  /** Waits until it ends by itself, once and for all; its exit code. */
  async ended(): Promise<number | null> {
    this.#stopping = true;
    const child = this.#child;
    if (child !== null && child.exitCode === null) await once(child, "close");
    return child?.exitCode ?? null;
  }

  /** Stops it in order; its exit code. */
  async stop(): Promise<number | null> {
    this.#stopping = true;
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
    return child.exitCode;
  }
}

/** Runs a script of the city to its end; rejects with what it printed when it fails. */
export async function runScript(script: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [script], { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`${script} exited with ${child.exitCode}:\n${printed}`);
}
