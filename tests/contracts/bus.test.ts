import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "vitest";
import { startBroker } from "#server/mqtt/broker.ts";
import { accepts } from "#tests/util/accepts.ts";
import { freePort } from "#tests/util/free-port.ts";
import { silentLog } from "#tests/util/silent-log.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import { type BrokerUnderTest, busContract } from "./bus.contract.ts";

const passwords = { worker: "worker-password-0", web: "web-password-000" };
const CITY_KEYFRAMES = 400;

busContract(
  "the embedded broker",
  async (port) => {
    const broker = await startBroker({ port, passwords, log: silentLog });
    return {
      transport: "mqtt",
      keyframes: CITY_KEYFRAMES,
      port: broker.port,
      passwords,
      stop: () => broker.close(),
    };
  },
  freePort,
);
busContract(
  "the embedded broker's websockets",
  async (port) => {
    const websocket = { port, origin: "http://localhost:3000" };
    const broker = await startBroker({ port: 0, websocket, passwords, log: silentLog });
    return { transport: "ws", keyframes: CITY_KEYFRAMES, port, passwords, stop: () => broker.close() };
  },
  freePort,
);

const mosquitto = process.env.MOSQUITTO_PATH ?? "/usr/sbin/mosquitto";
if (existsSync(mosquitto)) {
  busContract("Mosquitto", (port) => startMosquitto("mqtt", port), freePort);
  busContract("Mosquitto's websockets", (port) => startMosquitto("ws", port), freePort);
} else
  describe("bus over Mosquitto", () =>
    it.skip(`needs ${mosquitto}: apt-get install mosquitto`, () => undefined));

const ACL = `
user worker
topic read /world/+
topic read /district/+/+
topic read /neighborhood/+/+
topic read /building/+/+
topic read /agent/+/+
topic write /world/clock
topic write /world/city
topic write /world/inspected
topic write /district/+/feed
topic write /district/+/tick
topic write /district/+/letter
topic write /district/+/debug
topic write /neighborhood/+/delta
topic write /neighborhood/+/keyframe-0
topic write /agent/+/observation
topic write /agent/+/result
user web
topic read /world/+
topic read /district/+/+
topic read /neighborhood/+/+
topic read /building/+/+
topic read /agent/+/+
topic write /world/inspect
topic write /district/+/nudge
topic write /neighborhood/+/resync
`;

async function startMosquitto(transport: "mqtt" | "ws", port: number): Promise<BrokerUnderTest> {
  const dir = mkdtempSync(join(tmpdir(), "borough-mosquitto-"));
  const file = (name: string) => join(dir, name);
  writeFileSync(file("passwords"), "");
  const passwd = join(dirname(mosquitto), "../bin/mosquitto_passwd");
  for (const [name, password] of Object.entries(passwords))
    execFileSync(passwd, ["-b", file("passwords"), name, password]);
  writeFileSync(file("acl"), ACL);
  const user = process.getuid?.() === 0 ? ["user root"] : [];
  const limits = ["message_size_limit 65536", "max_packet_size 66560", "max_queued_messages 1000"];
  const access = ["allow_anonymous false", `password_file ${file("passwords")}`, `acl_file ${file("acl")}`];
  // It does not start with a listener for websockets alone.
  const listeners =
    transport === "mqtt"
      ? [`listener ${port} 127.0.0.1`]
      : [`listener ${await freePort()} 127.0.0.1`, `listener ${port} 127.0.0.1`, "protocol websockets"];
  writeFileSync(file("conf"), [...user, ...access, ...limits, ...listeners, ""].join("\n"));
  const child = spawn(mosquitto, ["-c", file("conf")], { stdio: "ignore" });
  await waitFor(() => accepts(port), { limitMs: 10_000, everyMs: 20, what: () => "Mosquitto to listen" });
  return {
    transport,
    // It sends some ten packets a second to each websocket.
    keyframes: transport === "mqtt" ? CITY_KEYFRAMES : 16,
    port,
    passwords,
    stop: () => stopped(child).finally(() => rmSync(dir, { recursive: true, force: true })),
  };
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
