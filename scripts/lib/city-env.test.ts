import { expect, test } from "vitest";
import { cityEnvironments } from "./city-env.mjs";

const SECRETS = {
  NEXTAUTH_SECRET: "signs-sessions",
  NEXTAUTH_SECRET_OLD: "signed-sessions",
  SMTP_URL: "smtps://user:word@mail",
  GITHUB_SECRET: "of-github",
  OIDC_SECRET: "of-oidc",
};
const settings = {
  host: "127.0.0.1",
  port: 3000,
  dataDir: "/data",
  env: { ...SECRETS, S3_SECRET_KEY: "of-storage", MQTT_PASSWORD: "of-broker", CITY_SEED: "x" },
};
const broker = { port: 1, wsPort: 2, workerPassword: "w", webPassword: "v" };

test("[AR-5] each process is told only the secrets that it needs", () => {
  const env = cityEnvironments({ settings, databaseUrl: "postgres://u:p@h/d", broker, secret: "made" });
  const told = (process: object) => JSON.stringify(process);
  for (const secret of Object.values(SECRETS)) {
    expect(told(env.web)).toContain(secret);
    for (const other of [env.worker, env.broker, env.tools]) expect(told(other ?? {})).not.toContain(secret);
  }
  expect(told(env.broker ?? {})).not.toMatch(/postgres:|of-storage/);
  expect(env.worker).toMatchObject({ S3_SECRET_KEY: "of-storage", MQTT_PASSWORD: "w", CITY_SEED: "x" });
});

test("[AR-5] a broker of one's own is reached with its own password by web and worker", () => {
  const env = cityEnvironments({ settings, databaseUrl: "postgres://u:p@h/d", broker: null, secret: "made" });
  expect([env.worker.MQTT_PASSWORD, env.web.MQTT_PASSWORD]).toEqual(["of-broker", "of-broker"]);
});
