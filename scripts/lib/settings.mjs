import { accessSync, constants, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { loadSettings } from "./env-file.mjs";
import { Failure } from "./failure.mjs";

const DEFAULT_DATA_DIR = ".borough/data";
/** More than one machine has use for. */
const WORKERS_MAX = 16;

/** What the launcher itself has to know; everything else in `env` is for its children to judge. */
export function readSettings(root) {
  const env = loadSettings(root);
  return {
    env,
    dataDir: resolve(root, env.DATA_DIR ?? DEFAULT_DATA_DIR),
    host: env.HOST ?? "127.0.0.1",
    port: portOf(env, "PORT") ?? 3000,
    mqttPort: portOf(env, "MQTT_PORT"),
    mqttWsPort: portOf(env, "MQTT_WS_PORT"),
    workers: workersOf(env),
  };
}

function portOf(env, name) {
  const text = env[name];
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Failure(`${name} is not usable.`, "Set it to a whole number from 1 to 65535.");
}

function workersOf({ WORKERS: text = "1" }) {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= WORKERS_MAX) return count;
  throw new Failure("WORKERS is not usable.", `Set it to a whole number from 1 to ${WORKERS_MAX}.`);
}

/** Makes the data folder, and says clearly if nothing can be written there. */
export function openDataFolder(dataDir) {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Failure(
      `The data folder ${dataDir} cannot be used (${error.code}).`,
      "Give this user access to it, or set DATA_DIR to another folder.",
    );
  }
}
