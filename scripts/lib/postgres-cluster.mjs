import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure, messageOf } from "./failure.mjs";
import { PRIVATE_MODE, readIfThere, readOwnJson, writeWhole } from "./files.mjs";
import { choosePort } from "./ports.mjs";
import { waysToRun } from "./postgres-account.mjs";
import { POSTGRES_MAJOR, preparePrograms } from "./postgres-binaries.mjs";

export const DATABASE_USER = "borough";

/** PostgreSQL reads nothing else of our environment. */
export const PROGRAM_ENV = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };

const INITDB_ARGS = [
  ...["-U", DATABASE_USER, "-A", "scram-sha-256", "-E", "UTF8"],
  // Built-in collation: the order of texts must not depend on the libraries of this machine.
  ...["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
];

/**
 * Opens the data of an earlier start, or makes new data. A cluster knows its folder (`data`), how its programs
 * are run (`way`, `programs`), its `port` and its `password`.
 */
export async function openOrCreateCluster(home, log) {
  mkdirSync(home, { recursive: true });
  const meta = readConnection(home);
  if (meta !== null && existsSync(meta.data)) return openCluster(home, meta);
  if (existsSync(join(home, `pg${POSTGRES_MAJOR}`))) {
    throw new Failure(
      `${connectionFile(home)} is missing, and with it the database's password.`,
      `Put it back from a backup, or move ${home} away to begin with an empty city.`,
    );
  }
  return createCluster(home, log);
}

/** Remembers the port for the next start, and for whoever adopts this server. */
export function rememberPort(cluster, port) {
  const { data, password, way } = cluster;
  const meta = { data, password, port, way: way.name };
  writeWhole(connectionFile(cluster.home), `${JSON.stringify(meta)}\n`, PRIVATE_MODE);
}

/** What a way needs to start a program: the arguments of spawn(). */
export function programCall(cluster, program, args) {
  const call = cluster.way.wrap(join(cluster.programs, program), args);
  return { ...call, options: { ...call.options, cwd: "/", env: PROGRAM_ENV } };
}

function connectionFile(home) {
  return join(home, "connection.json");
}

function readConnection(home) {
  return readOwnJson(
    connectionFile(home),
    (meta) => [meta.data, meta.password, meta.way].every((value) => typeof value === "string"),
    `Put it back from a backup, or move ${home} away to begin with an empty city.`,
  );
}

function openCluster(home, { data, password, port, way: wayName }) {
  const version = readIfThere(join(data, "PG_VERSION"))?.trim();
  if (version !== POSTGRES_MAJOR) {
    throw new Failure(
      `${data} holds data of PostgreSQL ${version ?? "(unknown)"}, and this needs ${POSTGRES_MAJOR}.`,
      `Move ${home} away to begin with an empty city, or set DATABASE_URL to a server that has this data.`,
    );
  }
  // The files belong to whom the first start ran as: another way could not read them.
  const way = waysToRun().find(({ name }) => name === wayName);
  if (way === undefined) {
    throw new Failure(
      `${data} was made by another user or kind of machine ("${wayName}").`,
      "Start as the user who started it first, or set DATA_DIR to another folder.",
    );
  }
  return { home, data, password, port, way, programs: preparePrograms(way.place) };
}

/** The first way that works makes the data; it is put in its place when it is complete. */
async function createCluster(home, log) {
  log("creating the database");
  const problems = [];
  for (const way of waysToRun()) {
    try {
      return await createWith(way, home);
    } catch (error) {
      if (error instanceof Failure) throw error;
      problems.push(`${way.name}: ${messageOf(error)}`);
    }
  }
  throw new Failure(
    "The embedded database cannot be created here.",
    "Set DATABASE_URL to a PostgreSQL 15 or newer, or start as an ordinary user.",
    problems,
  );
}

async function createWith(way, home) {
  const data = way.place(join(home, `pg${POSTGRES_MAJOR}`));
  const draft = `${data}.new`;
  const password = randomBytes(24).toString("base64url");
  const cluster = { home, data, password, way, programs: preparePrograms(way.place) };
  const passwordFile = `${data}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(dirname(data), { recursive: true });
  mkdirSync(draft, { mode: 0o700 });
  way.own(draft);
  try {
    writeFileSync(passwordFile, password, { mode: PRIVATE_MODE });
    way.own(passwordFile);
    await runProgram(cluster, "initdb", ["-D", draft, `--pwfile=${passwordFile}`, ...INITDB_ARGS]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  const port = await choosePort();
  rememberPort(cluster, port);
  renameSync(draft, data);
  return { ...cluster, port };
}

async function runProgram(cluster, program, programArgs) {
  const { command, args, options } = programCall(cluster, program, programArgs);
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      output = `${output}${bytes}`.slice(-2000);
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${output.trim()}`);
}
