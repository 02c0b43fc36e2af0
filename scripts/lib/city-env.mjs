import { join } from "node:path";

/**
 * What each process is told. Nobody gets a secret that is not its own: the broker knows no database, the worker
 * no session secret. Variables that were set for us are passed on unchanged.
 */
export function cityEnvironments({ settings, databaseUrl, broker, secret }) {
  const common = {
    // A process that is started again need not compile what it was.
    NODE_COMPILE_CACHE: join(settings.dataDir, "compiled"),
    ...settings.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    HOST: settings.host,
    PORT: String(settings.port),
    DATA_DIR: settings.dataDir,
  };
  const shared = { ...withoutSecrets(common), DATABASE_URL: databaseUrl };
  // Always under the same name: started again after a crash it takes its districts back at once.
  const worker = { WORKER_ID: "local", ...shared, ...connectionsOf(common), ...principal(broker, "worker") };
  const auth = {
    NEXTAUTH_SECRET: common.NEXTAUTH_SECRET ?? secret,
    NEXTAUTH_URL: common.NEXTAUTH_URL ?? cityUrl(settings),
  };
  const web = { ...common, DATABASE_URL: databaseUrl, ...principal(broker, "web"), ...auth };
  return {
    worker,
    web,
    broker: broker === null ? null : brokerEnv(common, broker, auth.NEXTAUTH_URL),
    tools: toolEnv(web),
  };
}

/** The environments of `count` workers: each has a name of its own. */
export function workerEnvironments(worker, count) {
  return Array.from({ length: count }, (_, i) =>
    i === 0 ? worker : { ...worker, WORKER_ID: `${worker.WORKER_ID}-${i + 1}` },
  );
}

/** The address people open. */
export function cityUrl({ host, port }) {
  const everywhere = ["127.0.0.1", "0.0.0.0", "::", "::1", "localhost"];
  return `http://${everywhere.includes(host) ? "localhost" : host}:${port}`;
}

/** What may be handed to any process: no password, no key, no address that holds one. */
function withoutSecrets(env) {
  const secret = /SECRET|PASSWORD|_KEY$|^DATABASE_URL$|^SMTP_URL$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !secret.test(name)));
}

/** What the worker needs of a broker and a blob store that are not ours. */
function connectionsOf(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => /^(S3|MQTT)_/.test(name)));
}

function principal(broker, username) {
  if (broker === null) return {};
  const password = username === "worker" ? broker.workerPassword : broker.webPassword;
  return { MQTT_URL: `mqtt://127.0.0.1:${broker.port}`, MQTT_USERNAME: username, MQTT_PASSWORD: password };
}

function brokerEnv(common, { port, wsPort, workerPassword, webPassword }, siteUrl) {
  return {
    ...withoutSecrets(common),
    MQTT_PORT: String(port),
    MQTT_WS_PORT: String(wsPort),
    NEXTAUTH_URL: siteUrl,
    MQTT_WORKER_PASSWORD: workerPassword,
    MQTT_WEB_PASSWORD: webPassword,
  };
}

/** Tools speak as the web process does, without what signs sessions. */
function toolEnv(web) {
  const names = ["HOST", "PORT", "DATA_DIR", "DATABASE_URL", "MQTT_URL", "MQTT_USERNAME", "MQTT_PASSWORD"];
  return Object.fromEntries(names.filter((name) => web[name] !== undefined).map((name) => [name, web[name]]));
}
