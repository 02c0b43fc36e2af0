import next from "next";
import { openBlobs } from "./assets/open-blobs.ts";
import { createAuthPages } from "./auth/auth-pages.next.ts";
import { authProviders } from "./auth/auth-providers.next.ts";
import { sessionCookieReader } from "./auth/session-cookie.next.ts";
import { readEnv, requireAuth } from "./env.ts";
import { createMqttBus } from "./mqtt/mqtt-bus.ts";
import { createPageHandler } from "./pages.ts";
import { exitWithParent } from "./parent-watch.ts";
import { attachRelay } from "./realtime/relay.ts";
import { share } from "./shared.ts";
import { createLog } from "./telemetry/log.ts";
import { createWeb } from "./web.ts";

/** The web process: pages, agent API and live pictures on one port. */
const PORT_TAKEN_EXIT = 3;
/** Whoever started us waits 10 s. */
const STOP_GRACE_MS = 7_000;
const STOP_LIMIT_MS = 9_500;

const env = readEnv();
const log = createLog("web", env.logLevel);
const { secrets, url: siteUrl, providers } = requireAuth(env);
const bus = createMqttBus({ ...env.mqtt, log });
const app = next({ dev: false, hostname: env.host, port: env.port });
const web = await createWeb({
  databaseUrl: env.databaseUrl,
  blobs: openBlobs(env),
  bus,
  log,
  people: { siteUrl, secrets, readCookie: sessionCookieReader(secrets, siteUrl), mail: env.mail, providers },
  webhooks: { allowPrivate: env.webhookAllowPrivate },
  trustedProxies: env.trustedProxies,
  pages: createPageHandler({ handle: app.getRequestHandler(), siteUrl }),
  // Asked for with the first request, and by then there is a relay.
  debugRelay: env.debugPage ? () => relay.stats() : undefined,
});
share({
  people: web.people,
  authPages: createAuthPages({ people: web.people, secrets, providers: authProviders(providers), log }),
});
const relay = attachRelay({ httpServer: web.http, bus, log, trustedProxies: env.trustedProxies });

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
  await Promise.all([relay.close(), web.stop(STOP_GRACE_MS)]);
  await bus.close();
  process.exit(0);
}

process.once("SIGTERM", stop);
process.once("SIGINT", stop);
exitWithParent(stop);
web.http.once("error", (error: Error & { readonly code?: string }) => {
  const taken = error.code === "EADDRINUSE";
  log.error(
    taken
      ? `Port ${env.port} on ${env.host} is taken by another program: stop it, or set PORT to another number.`
      : `Port ${env.port} on ${env.host} cannot be used: ${error.message}`,
  );
  process.exit(taken ? PORT_TAKEN_EXIT : 1);
});
await app.prepare();
web.http.listen(env.port, env.host, () =>
  log.info({ host: env.host, port: env.port }, "the web process is ready"),
);
