import { openBlobs } from "#server/assets/open-blobs.ts";
import { readEnv } from "#server/env.ts";
import { createMqttBus } from "#server/mqtt/mqtt-bus.ts";
import { exitWithParent } from "#server/parent-watch.ts";
import { attachRelay } from "#server/realtime/relay.ts";
import { createLog } from "#server/telemetry/log.ts";
import { createWeb } from "#server/web.ts";

/** The web process without its pages, for tests that put it to death. */
const env = readEnv();
const log = createLog("web", env.logLevel);
const bus = createMqttBus({ ...env.mqtt, log });
const web = await createWeb({
  databaseUrl: env.databaseUrl,
  blobs: openBlobs(env),
  bus,
  log,
  // Nobody signs in here.
  people: {
    siteUrl: `http://${env.host}:${env.port}`,
    secrets: ["a secret for tests, of more than 32 characters"],
    readCookie: async () => null,
    mail: null,
    providers: { github: null, google: null, oidc: null },
  },
  webhooks: { allowPrivate: false },
  trustedProxies: env.trustedProxies,
  pages: (_, response) => response.end(),
});
attachRelay({ httpServer: web.http, bus, log, trustedProxies: env.trustedProxies });
exitWithParent(() => process.exit(0));
process.once("SIGTERM", () => process.exit(0));
web.http.listen(env.port, env.host);
