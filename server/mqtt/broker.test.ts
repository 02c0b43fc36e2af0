import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { generate } from "mqtt-packet";
import { describe, expect, it } from "vitest";
import { silentLog } from "#tests/util/silent-log.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import { LIMITS } from "../../city/limits.ts";
import { topics } from "../../city/protocol/topics.ts";
import { startBroker } from "./broker.ts";
import { createMqttBus } from "./mqtt-bus.ts";

const passwords = { worker: "worker-password-0", web: "web-password-000" };
const MESSAGES = 600;
const MESSAGE_BYTES = 50_000;

describe("embedded broker", () => {
  it("[BU-9] a subscriber that reads nothing keeps nobody else waiting", async () => {
    const broker = await startBroker({ port: 0, passwords, log: silentLog });
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const frozen = connect(broker.port, "127.0.0.1");
    frozen.pause();
    frozen.on("error", () => undefined);
    frozen.write(
      generate({
        cmd: "connect",
        protocolId: "MQTT",
        protocolVersion: 4,
        clean: true,
        keepalive: 60,
        clientId: "frozen",
        username: "web",
        password: Buffer.from(passwords.web),
      }),
    );
    frozen.write(
      generate({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "/neighborhood/+/+", qos: 0 }] }),
    );
    const reader = createMqttBus({ url, username: "web", password: passwords.web, log: silentLog });
    const worker = createMqttBus({ url, username: "worker", password: passwords.worker, log: silentLog });
    let received = 0;
    await reader.subscribe("/neighborhood/+/+", () => received++);
    await waitFor(async () => worker.status() === "connected", {
      limitMs: 5_000,
      what: () => "the worker to connect",
    });
    const startMs = performance.now();
    const payload = new Uint8Array(MESSAGE_BYTES);
    for (let i = 0; i < MESSAGES; i++) await worker.publish(topics.delta("nbh_1000001"), payload);
    await waitFor(async () => received === MESSAGES, {
      limitMs: 8_000,
      everyMs: 5,
      what: () => `${MESSAGES}, have ${received}`,
    });
    const tookMs = Math.round(performance.now() - startMs);
    process.stdout.write(`broker: ${MESSAGES} x ${MESSAGE_BYTES} B past a frozen reader in ${tookMs} ms\n`);
    expect(tookMs).toBeLessThan(LIMITS.brokerDrainTimeoutMs / 2);
    frozen.destroy();
    await Promise.all([reader.close(), worker.close()]);
    await broker.close();
  });

  it("[BU-6] a bus with a wrong password says in the log what to check, and gets in when the password is right", async () => {
    const broker = await startBroker({ port: 0, passwords, log: silentLog });
    const complaints: string[] = [];
    const log = { ...silentLog, error: (...parts: unknown[]) => complaints.push(parts.join(" ")) };
    const bus = createMqttBus({
      url: `mqtt://127.0.0.1:${broker.port}`,
      username: "web",
      password: "wrong",
      log,
    });
    await waitFor(async () => complaints.length > 0, { limitMs: 5_000, what: () => "a complaint" });
    expect(complaints[0]).toContain("MQTT_PASSWORD");
    const port = broker.port;
    await broker.close();
    const other = await startBroker({ port, passwords: { ...passwords, web: "wrong" }, log: silentLog });
    await waitFor(async () => bus.status() === "connected", {
      limitMs: 8_000,
      what: () => "the bus to get in",
    });
    await bus.close();
    await other.close();
  });

  it("[BU-8] a packet is refused by the length it declares, before its body comes", async () => {
    const broker = await startBroker({ port: 0, passwords, log: silentLog });
    const stranger = connect(broker.port, "127.0.0.1");
    stranger.on("error", () => undefined);
    const startMs = performance.now();
    stranger.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]));
    await once(stranger, "close");
    // Well before a connection that says nothing would be closed anyway.
    expect(performance.now() - startMs).toBeLessThan(LIMITS.brokerConnectTimeoutMs / 2);
    await broker.close();
  });

  it("[BU-10] as a process says when it is ready and stops cleanly when told", async () => {
    const env = {
      NODE_ENV: "test" as const,
      MQTT_PORT: "18831",
      MQTT_WS_PORT: "18832",
      MQTT_WORKER_PASSWORD: passwords.worker,
      MQTT_WEB_PASSWORD: passwords.web,
    };
    const main = fileURLToPath(new URL("broker-main.ts", import.meta.url));
    const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(child.stdout, "data");
    expect(JSON.parse(String(line))).toMatchObject({
      name: "broker",
      port: 18_831,
      websocketPort: 18_832,
      msg: "the broker is ready",
    });
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});
