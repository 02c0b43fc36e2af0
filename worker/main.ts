import { flushCompileCache } from "node:module";
import { parseArgs } from "node:util";
import { readEnv } from "#server/env.ts";
import { exitWithParent } from "#server/parent-watch.ts";
import { createLog } from "#server/telemetry/log.ts";
import { UpgradeRefused } from "./districts/recover.ts";
import { startWorld } from "./world-role.ts";

/** What is not stopped by then is cut off: everything acknowledged is in the database. */
const STOP_LIMIT_MS = 25_000;
/** A person has to act first; the launcher knows the number. */
const EXIT_REFUSED = 78;

const { values } = parseArgs({ options: { roles: { type: "string", default: "world" } } });
const env = readEnv();
const log = createLog("worker", env.logLevel);
if (values.roles !== "world") throw new Error(`--roles=${values.roles}: the only role is world`);

let stopping = false;
const world = startWorld(env, log, refuse);

/** Says the one sentence that a person has to read, and stops for good: the launcher does not start us again. */
function refuse(sentence: string): void {
  if (stopping) return;
  process.stderr.write(`${sentence}\n`);
  stop(EXIT_REFUSED);
}

function stop(code = 0): void {
  if (stopping) return;
  stopping = true;
  setTimeout(() => {
    log.error("the worker did not stop in time");
    process.exit(1);
  }, STOP_LIMIT_MS).unref();
  world
    .then((running) => running.stop())
    .then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error }, "the worker did not stop in order");
        process.exit(1);
      },
    );
}

process.once("SIGTERM", () => stop());
process.once("SIGINT", () => stop());
exitWithParent(stop);
world.then(
  () => {
    log.info("the worker is up");
    // Now, since a worker that is killed writes nothing when it ends.
    flushCompileCache();
  },
  (error: unknown) => {
    if (error instanceof UpgradeRefused) {
      process.stderr.write(`${error.message}\n`, () => process.exit(EXIT_REFUSED));
      return;
    }
    log.error({ err: error }, "the worker cannot start");
    process.exit(1);
  },
);
