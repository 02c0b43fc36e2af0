import { join, relative } from "node:path";
import { startChild } from "./child.mjs";
import { cityEnvironments, cityUrl, workerEnvironments } from "./city-env.mjs";
import { runCommand } from "./command.mjs";
import { brokerCredentials, sessionSecret } from "./credentials.mjs";
import { startEmbeddedPostgres } from "./embedded-postgres.mjs";
import { Failure, messageOf } from "./failure.mjs";
import { untilHealthy } from "./health.mjs";
import { ensureDatabaseClient, ensurePackages, ensurePages } from "./install.mjs";
import { childRegister, clearLeftovers } from "./leftovers.mjs";
import { lockDataFolder } from "./lock.mjs";
import { createLog, elapsed } from "./log.mjs";
import { portProblem } from "./ports.mjs";
import { removeRuntime, writeRuntime } from "./runtime-file.mjs";
import { openDataFolder, readSettings } from "./settings.mjs";
import { createStopper, Stopped } from "./stopper.mjs";
import { supervise } from "./supervise.mjs";

/** Each part has stopped before the next is asked to; the worker's time is for its last snapshot. */
const STOP_ORDER = [
  { role: "web", graceMs: 10_000 },
  { role: "worker", graceMs: 26_000 },
  { role: "broker", graceMs: 5000 },
  { role: "database", graceMs: 0 },
];

/** Brings the city up, keeps it up, and takes it down when asked. Throws a Failure if it cannot. */
export async function launch(root) {
  const startMs = performance.now();
  const log = createLog("borough");
  const settings = readSettings(root);
  openDataFolder(settings.dataDir);
  const unlock = lockDataFolder(settings.dataDir);
  const parts = new Map();
  const stopper = createStopper({
    onStop: () => log("stopping; a second Ctrl-C stops at once, without a last snapshot"),
    onForce: () => killAll(parts),
  });
  const launcher = {
    root,
    log,
    settings,
    parts,
    stopper,
    adminToken: null,
    register: childRegister(settings.dataDir),
  };
  try {
    await bringUp(launcher);
    announce(launcher, startMs);
    await stopper.requested;
    stopper.signal.throwIfAborted();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  } finally {
    removeRuntime(settings.dataDir);
    await takeDown(launcher);
    unlock();
  }
  log("stopped");
}

async function bringUp(launcher) {
  const { root, log, settings, stopper, parts } = launcher;
  await clearLeftovers(settings.dataDir, log);
  await checkPort(settings);
  const work = { root, env: settings.env, log, signal: stopper.signal };
  await ensurePackages(work);
  await ensureDatabaseClient(work);
  const [env] = await together(stopper, [prepareCity(launcher), ensurePages(work)]);
  writeRuntime(settings.dataDir, env.tools);
  const workers = workerEnvironments(env.worker, settings.workers).map((own, i) => {
    const name = i === 0 ? "worker" : `worker-${i + 1}`;
    addChild(launcher, { name, script: "worker/main.ts", args: ["--roles=world"], env: own });
    return parts.get(name);
  });
  addChild(launcher, { name: "web", script: "server/main.ts", env: env.web });
  await Promise.all(workers.map((worker) => worker.begin()));
  await parts.get("web").begin();
  await untilHealthy({ host: settings.host, port: settings.port, log, signal: stopper.signal });
}

async function checkPort({ host, port }) {
  const problem = await portProblem(port, host);
  if (problem === null) return;
  throw new Failure(
    `Port ${port} on ${host} ${problem === "EADDRINUSE" ? "is taken by another program" : `cannot be used (${problem})`}.`,
    `Stop that program, or choose another port: PORT=${port + 1} npm start`,
  );
}

/** Database, migrations, genesis and broker; returns the environments of all processes. */
async function prepareCity(launcher) {
  const { settings, stopper } = launcher;
  const broker =
    settings.env.MQTT_URL === undefined ? await brokerCredentials(settings.dataDir, settings) : null;
  const databaseUrl = settings.env.DATABASE_URL ?? (await startDatabase(launcher));
  const secret = sessionSecret(settings.dataDir);
  const env = cityEnvironments({ settings, databaseUrl, broker, secret });
  const tasks = [fillDatabase(launcher, databaseUrl, env.worker)];
  if (env.broker !== null) tasks.push(startBroker(launcher, env.broker));
  await together(stopper, tasks);
  return env;
}

async function startDatabase({ settings, parts, stopper }) {
  const log = createLog("database");
  let url = null;
  const database = supervise({
    name: "database",
    log,
    onGiveUp: stopper.fail,
    start: async () => {
      const server = await startEmbeddedPostgres({ dir: join(settings.dataDir, "postgres"), log });
      url ??= server.url;
      if (server.url === url) return server;
      await server.stop();
      // Every process holds the old address.
      throw new Failure("The database's port was taken while it was down.", "Run npm start again.");
    },
  });
  parts.set("database", database);
  await database.begin();
  return url;
}

async function fillDatabase(launcher, url, env) {
  const { root, settings, stopper } = launcher;
  const log = createLog("database");
  const { migrate } = await import("../../server/db/migrate.ts");
  try {
    await migrate({ url, log });
  } catch (error) {
    throw new Failure(
      `The database at ${new URL(url).host} cannot be prepared: ${messageOf(error)}.`,
      settings.env.DATABASE_URL === undefined
        ? "Put that right, then run npm start again; what the database holds is untouched."
        : "Check that DATABASE_URL is right and that its server runs, then run npm start again.",
    );
  }
  await runCommand({
    label: "preparing the world",
    command: process.execPath,
    args: [join(root, "worker", "genesis-main.ts")],
    cwd: root,
    env,
    log: createLog("genesis"),
    signal: stopper.signal,
    show: true,
    remedy: "Put right what the lines above complain about, then run npm start again.",
  });
  const { offerAdminToken } = await import("../../server/db/admin-token-store.ts");
  launcher.adminToken = await offerAdminToken(url);
}

async function startBroker(launcher, env) {
  addChild(launcher, { name: "broker", script: "server/mqtt/broker-main.ts", env });
  await launcher.parts.get("broker").begin();
}

function addChild({ root, parts, stopper, register }, { name, script, args, env }) {
  const log = createLog(name);
  const start = async () => startChild({ root, script, args, env, log });
  const onPid = (pid) => register(name, script, pid);
  parts.set(name, supervise({ name, log, start, onPid, onGiveUp: stopper.fail }));
}

function announce({ log, settings, adminToken }, startMs) {
  log(`the city is ready (${elapsed(startMs)})`);
  const url = settings.env.NEXTAUTH_URL ?? cityUrl(settings);
  console.log(`
  Borough runs at ${url}

  Open that address to watch the city.${adminToken === null ? "" : firstAdmin(url, adminToken)}
  To bring an agent of your own, in another terminal:  npm run agent:new -- --name Ada
  Ctrl-C stops the city; it is kept in ${relative(process.cwd(), settings.dataDir) || settings.dataDir}.
`);
}

/** Only here is the token ever shown: whoever has it runs the city. */
function firstAdmin(url, token) {
  return `
  The city has no admin yet. Become it, once:  ${url}/sign-up?token=${token}`;
}

async function takeDown({ parts }) {
  for (const { role, graceMs } of STOP_ORDER) {
    const ofRole = [...parts].filter(([name]) => name.replace(/-\d+$/, "") === role);
    await Promise.all(ofRole.map(([, part]) => part.stop(graceMs)));
  }
}

function killAll(parts) {
  for (const part of parts.values()) part.kill();
  process.exit(130);
}

/** Waits for all. The first to fail stops the others, which have then ended, too. */
async function together(stopper, tasks) {
  const watched = tasks.map((task) =>
    task.catch((error) => {
      stopper.fail(error);
      throw error;
    }),
  );
  await Promise.allSettled(watched);
  stopper.signal.throwIfAborted();
  return Promise.all(watched);
}
