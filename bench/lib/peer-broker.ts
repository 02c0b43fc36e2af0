import { execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { accepts } from "#tests/util/accepts.ts";
import { freePort } from "#tests/util/free-port.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import { withVersion } from "./measure.ts";

/** Where Debian puts it. */
const MOSQUITTO = "/usr/sbin/mosquitto";
const START_LIMIT_MS = 10_000;

/** A broker in a process of its own. */
export interface PeerBroker {
  /** With its version. */
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts Mosquitto where it is installed, and aedes elsewhere. */
export async function startPeerBroker(): Promise<PeerBroker> {
  return existsSync(MOSQUITTO) ? startMosquitto() : startAedes();
}

async function startMosquitto(): Promise<PeerBroker> {
  const [version] = /\d+(\.\d+)+/.exec(toldBy(MOSQUITTO)) ?? ["of unknown version"];
  const dir = mkdtempSync(join(tmpdir(), "borough-bench-mosquitto-"));
  const port = await freePort();
  // As it comes, but for its queue: beyond a thousand messages it would throw agents away.
  const settings = [`listener ${port} 127.0.0.1`, "allow_anonymous true", "max_queued_messages 0", ""];
  writeFileSync(join(dir, "conf"), settings.join("\n"));
  const child = spawn(MOSQUITTO, ["-c", join(dir, "conf")], { stdio: "ignore" });
  await waitFor(() => accepts(port), { limitMs: START_LIMIT_MS, everyMs: 20, what: () => "Mosquitto" });
  const stop = async (): Promise<void> => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  return { name: `mosquitto ${version}`, url: `mqtt://127.0.0.1:${port}`, stop };
}

async function startAedes(): Promise<PeerBroker> {
  const child = fork(fileURLToPath(new URL("./plain-broker.ts", import.meta.url)));
  const [port]: unknown[] = await once(child, "message");
  const stop = async (): Promise<void> => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  };
  return { name: withVersion("aedes"), url: `mqtt://127.0.0.1:${String(port)}`, stop };
}

/** What it says of itself: it ends with 3 where all is well. */
function toldBy(program: string): string {
  try {
    return execFileSync(program, ["-h"], { encoding: "utf8" });
  } catch (error) {
    return error instanceof Error && "stdout" in error ? String(error.stdout) : "";
  }
}
