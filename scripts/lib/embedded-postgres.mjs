import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure, messageOf } from "./failure.mjs";
import { PRIVATE_MODE, readIfThere } from "./files.mjs";
import { choosePort } from "./ports.mjs";
import { DATABASE_USER, openOrCreateCluster, programCall, rememberPort } from "./postgres-cluster.mjs";
import { commandOf, isAlive, sleep, waitGone } from "./processes.mjs";

const DATABASE = "borough";

const SETTINGS = {
  fsync: "on",
  synchronous_commit: "on",
  shared_buffers: "128MB",
  max_connections: "100",
  max_wal_size: "512MB",
  // Containers often give /dev/shm 64 MB only.
  dynamic_shared_memory_type: "mmap",
  log_min_messages: "warning",
};

/** After a crash the server first replays its log. */
const READY_LIMIT_MS = 60_000;
/** How long the remains of a killed server may hold its lock. */
const REMAINS_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 20_000;
const POLL_MS = 25;
const WATCH_MS = 500;
const LOG_LIMIT_BYTES = 5_000_000;
const LOG_TAIL_LINES = 10;
const FATAL = /FATAL|PANIC|ERROR/;

/**
 * Starts the PostgreSQL that comes with the packages on the data in `dir` (made if missing), or adopts the
 * one that an earlier start left running there. It listens on the loopback interface only.
 * Throws a Failure with a remedy where that cannot work.
 */
export async function startEmbeddedPostgres({ dir, log }) {
  const cluster = await openOrCreateCluster(resolve(dir), log);
  const server = (await adopt(cluster, log)) ?? (await launch(cluster));
  await ensureDatabase(cluster, server);
  return { ...server, url: urlOf(cluster, server.port, DATABASE) };
}

/** The server that runs on the data in `dir`, or null if none does. */
export async function findEmbeddedPostgres({ dir }) {
  if (readIfThere(join(resolve(dir), "connection.json")) === null) return null;
  return adopt(await openOrCreateCluster(resolve(dir), () => {}), () => {});
}

async function adopt(cluster, log) {
  const pidFile = join(cluster.data, "postmaster.pid");
  const [pidLine = "", , , portLine = ""] = readIfThere(pidFile)?.split("\n") ?? [];
  const pid = Number.parseInt(pidLine, 10);
  if (!Number.isInteger(pid) || !isAlive(pid)) return null;
  const command = commandOf(pid);
  if (!command.includes("postgres") || !command.includes(cluster.data)) {
    // Its id went to another process, which PostgreSQL would take for itself.
    rmSync(pidFile, { force: true });
    return null;
  }
  const server = handleOf(pid, Number(portLine) || cluster.port, whenGone(pid));
  const outcome = await untilReady(cluster, server);
  if (outcome !== "ready") {
    throw new Failure(
      `The database of an earlier start (process ${pid}) does not answer (${outcome}).`,
      `End process ${pid}, then start again.`,
    );
  }
  log(`the database of an earlier start still runs (process ${pid}): using it`);
  return server;
}

/** A server that was killed leaves processes behind for a moment, and they hold its lock. */
async function launch(cluster) {
  const endMs = performance.now() + REMAINS_LIMIT_MS;
  for (;;) {
    try {
      return await launchOnce(cluster);
    } catch (error) {
      if (!/still in use|lock file .* already exists/.test(messageOf(error)) || performance.now() > endMs)
        throw error;
      await sleep(500);
    }
  }
}

async function launchOnce(cluster) {
  const port = await choosePort(cluster.port);
  rememberPort(cluster, port);
  const logFile = join(cluster.home, "postgres.log");
  const logBytes = sizeOf(logFile);
  const logStart = logBytes > LOG_LIMIT_BYTES ? 0 : logBytes;
  // Straight into a file: it must go on when the launcher that read a pipe is killed.
  const output = openSync(logFile, logStart < logBytes ? "w" : "a", PRIVATE_MODE);
  const { command, args, options } = programCall(cluster, "postgres", serverArgs(cluster.data, port));
  const child = spawn(command, args, { ...options, stdio: ["ignore", "ignore", output], detached: true });
  closeSync(output);
  child.unref();
  const exited = new Promise((settle) => {
    child.once("error", (error) => settle(error.message));
    child.once("exit", (code, signal) => settle(`exit ${signal ?? code}`));
  });
  const server = handleOf(child.pid, port, exited);
  const outcome = await Promise.race([untilReady(cluster, server), exited]).catch(async (error) => {
    await server.stop();
    throw error;
  });
  if (outcome === "ready") return server;
  await server.stop();
  const said = readFileSync(logFile).subarray(logStart).toString().trim().split("\n").slice(-LOG_TAIL_LINES);
  throw new Failure(
    `The embedded database does not start (${outcome}): ${said.findLast((line) => FATAL.test(line)) ?? said.at(-1)}`,
    `Look into ${logFile}; moving ${cluster.home} away begins with an empty city.`,
    said,
  );
}

function serverArgs(data, port) {
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", "", ...settings];
}

function handleOf(pid, port, ended) {
  const signal = (name) => {
    if (pid !== undefined && isAlive(pid)) process.kill(pid, name);
  };
  const stopped = Promise.withResolvers();
  return {
    pid,
    port,
    exited: Promise.race([ended, stopped.promise]),
    /** Ends every connection and writes everything out; after 20 s it is cut off, which loses nothing either. */
    stop: async () => {
      signal("SIGINT");
      if (!(await waitGone(pid, STOP_LIMIT_MS))) signal("SIGQUIT");
      if (!(await waitGone(pid, STOP_LIMIT_MS))) signal("SIGKILL");
      stopped.resolve("stopped");
    },
    kill: () => signal("SIGQUIT"),
  };
}

/** A server that is not our child is looked at now and then; that alone keeps no process alive. */
async function whenGone(pid) {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, WATCH_MS).unref());
  return "gone";
}

async function untilReady(cluster, server) {
  const endMs = performance.now() + READY_LIMIT_MS;
  for (;;) {
    try {
      await withClient(urlOf(cluster, server.port, "postgres"), (client) => client.query("SELECT 1"));
      return "ready";
    } catch (error) {
      if (error.code === "28P01") throw wrongPassword(cluster.home);
      if (performance.now() > endMs || !isAlive(server.pid)) return `not ready: ${messageOf(error)}`;
      await sleep(POLL_MS);
    }
  }
}

function wrongPassword(home) {
  return new Failure(
    `The password in ${join(home, "connection.json")} is not the database's.`,
    `Put the file back from a backup, or move ${home} away to begin with an empty city.`,
  );
}

async function ensureDatabase(cluster, server) {
  await withClient(urlOf(cluster, server.port, "postgres"), async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

async function withClient(connectionString, use) {
  // Loaded late: the launcher is read before the packages are installed.
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => {});
  }
}

function urlOf(cluster, port, database) {
  return `postgresql://${DATABASE_USER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
