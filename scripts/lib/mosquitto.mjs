import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { runCommand } from "./command.mjs";

const INSTALLED = "/usr/sbin/mosquitto";

/**
 * Gets a real Mosquitto for the bus contract where no test may be skipped (CI set) and Debian's packages can be installed.
 * Elsewhere nobody's machine is changed: without it those tests are skipped, and say so.
 */
export async function ensureMosquitto({ root, env, log }) {
  if (env.CI === undefined || env.MOSQUITTO_PATH !== undefined || existsSync(INSTALLED)) return;
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return;
  const apt = {
    cwd: root,
    log,
    command: "apt-get",
    env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
    remedy: "Install Mosquitto yourself, or set MOSQUITTO_PATH to one.",
  };
  await runCommand({ ...apt, label: "looking for broker packages", args: ["update", "-q"] });
  await runCommand({
    ...apt,
    label: "installing Mosquitto",
    args: ["install", "-y", "-q", "--no-install-recommends", "mosquitto"],
  });
}
