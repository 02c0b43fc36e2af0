/** A relay in a process of its own, as the web process runs it; arguments: port, bus, password. It answers every message with its figures. */
import { createServer } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createMqttBus } from "#server/mqtt/mqtt-bus.ts";
import { attachRelay } from "#server/realtime/relay.ts";
import { silentLog } from "#tests/util/silent-log.ts";
import type { RelayFigures } from "./orders.ts";

const [port = "", url = "", password = ""] = process.argv.slice(2);
const lag = monitorEventLoopDelay({ resolution: 5 });
lag.enable();
const bus = createMqttBus({ url, username: "web", password, log: silentLog });
const http = createServer();
const relay = attachRelay({ httpServer: http, bus, log: silentLog, trustedProxies: [] });

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  const figures: RelayFigures = {
    stats: relay.stats(),
    rssBytes: process.memoryUsage.rss(),
    cpuMs: (user + system) / 1_000,
    lagP99Ms: lag.percentile(99) / 1e6,
  };
  lag.reset();
  process.send?.(figures);
});
process.on("disconnect", () => process.exit());
// As many may knock at once as come back to a relay that was killed.
http.listen({ port: Number(port), host: "127.0.0.1", backlog: 2_048 }, () => process.send?.("ready"));
