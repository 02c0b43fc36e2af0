import { readBrokerEnv } from "../env.ts";
import { exitWithParent } from "../parent-watch.ts";
import { createLog } from "../telemetry/log.ts";
import { startBroker } from "./broker.ts";

/** The embedded broker as its own process, so that a burst of messages never delays pages or ticks. */
const env = readBrokerEnv();
const log = createLog("broker", env.logLevel);
const passwords = { worker: env.workerPassword, web: env.webPassword };
const websocket = { port: env.websocketPort, origin: env.webOrigin };
const broker = await startBroker({ port: env.port, websocket, passwords, log });

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  broker.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
}

process.once("SIGTERM", stop);
process.once("SIGINT", stop);
exitWithParent(stop);
log.info({ port: broker.port, websocketPort: broker.websocketPort }, "the broker is ready");
