import { describe, expect, it } from "vitest";
import { readBrokerEnv, readEnv, requireAuth } from "./env.ts";

const least = {
  DATABASE_URL: "postgresql://u:p@127.0.0.1:5432/borough",
  MQTT_URL: "mqtt://127.0.0.1:1883",
};

describe("readEnv", () => {
  it("needs a database and a broker, and has a default or null for all else", () => {
    const env = readEnv(least);
    expect(env).toMatchObject({
      host: "127.0.0.1",
      port: 3000,
      city: { buildings: 10_000, population: 20_000 },
      clock: { tickSeconds: 60, speed: 12, paceDivisor: 4 },
      mqtt: { username: null, password: null },
      auth: null,
    });
  });

  it("names every variable that is wrong at once, and shows no value", () => {
    const source = {
      ...least,
      PORT: "99999",
      CITY_BUILDINGS: "ten",
      NEXTAUTH_SECRET: "hunter2",
      MQTT_URL: "",
    };
    expect(() => readEnv(source)).toThrow(
      /PORT is not usable.*MQTT_URL is missing.*CITY_BUILDINGS is not usable.*NEXTAUTH_SECRET is not usable/s,
    );
    expect(() => readEnv(source)).not.toThrow("hunter2");
  });

  it("lets the population follow the buildings unless it is set", () => {
    expect(readEnv({ ...least, CITY_BUILDINGS: "500" }).city.population).toBe(1000);
    expect(readEnv({ ...least, CITY_BUILDINGS: "500", CITY_POPULATION: "7" }).city.population).toBe(7);
  });

  it("keeps blobs in the data folder unless told otherwise", () => {
    expect(readEnv({ ...least, DATA_DIR: "/srv/city" }).blobDir).toBe("/srv/city/blobs");
    expect(readEnv({ ...least, DATA_DIR: "/srv/city", BLOB_DIR: "/mnt/b" }).blobDir).toBe("/mnt/b");
  });
});

describe("the bucket", () => {
  const s3 = {
    S3_ENDPOINT: "https://s3.example.org",
    S3_BUCKET: "borough",
    S3_ACCESS_KEY: "a key",
    S3_SECRET_KEY: "hunter2",
  };

  it("is there with all of its settings, or not at all", () => {
    expect(readEnv(least).s3).toBeNull();
    expect(readEnv({ ...least, ...s3 }).s3).toMatchObject({ bucket: "borough", region: "us-east-1" });
    const half = { ...least, ...s3, S3_SECRET_KEY: "" };
    expect(() => readEnv(half)).toThrow(/S3_SECRET_KEY is missing/);
  });
});

describe("the debug page", () => {
  it("[HT-15] is there in development or when asked for, else not", () => {
    const on = (more: object) => readEnv({ ...least, ...more }).debugPage;
    expect(on({ NODE_ENV: "production" })).toBe(false);
    expect(on({ NODE_ENV: "test" })).toBe(false);
    expect(on({ NODE_ENV: "development" })).toBe(true);
    expect(on({ NODE_ENV: "development", DEBUG_PAGE: "0" })).toBe(false);
    expect(on({ NODE_ENV: "production", DEBUG_PAGE: "1" })).toBe(true);
  });
});

describe("signing in", () => {
  const secret = { NEXTAUTH_SECRET: "s".repeat(32) };

  it("[PE-9] a provider is there with its id and its secret, and not by half", () => {
    const providers = (more: object) => readEnv({ ...least, ...secret, ...more }).auth?.providers;
    expect(providers({ GITHUB_ID: "id", OIDC_ID: "id", OIDC_SECRET: "s" })).toEqual({
      github: null,
      google: null,
      oidc: null,
    });
    expect(providers({ GITHUB_ID: "id", GITHUB_SECRET: "s" })?.github).toEqual({
      clientId: "id",
      clientSecret: "s",
    });
  });

  it("[PE-11] reads the secret before, too, and tells next-auth where the city is", () => {
    const old = { NEXTAUTH_SECRET_OLD: "o".repeat(32), NEXTAUTH_URL: "https://city.example.org/" };
    const target: Record<string, string> = {};
    const auth = requireAuth(readEnv({ ...least, ...secret, ...old }), target);
    expect(auth).toMatchObject({
      secrets: ["s".repeat(32), "o".repeat(32)],
      url: "https://city.example.org",
    });
    expect(target).toEqual({ NEXTAUTH_URL: "https://city.example.org" });
    expect(() => requireAuth(readEnv(least), {})).toThrow("NEXTAUTH_SECRET is missing");
  });

  it("[PE-15] mail stays here without a mail server", () => {
    expect(readEnv(least).mail).toBeNull();
    const smtp = { SMTP_URL: "smtps://u:p@mail.example.org", NEXTAUTH_URL: "https://city.example.org" };
    expect(readEnv({ ...least, ...smtp }).mail?.from).toBe("Borough <borough@city.example.org>");
  });
});

describe("reverse proxies", () => {
  it("[PE-28] nobody is trusted unless named, and a name that is no address is told", () => {
    const proxies = (text: string) => readEnv({ ...least, TRUSTED_PROXIES: text }).trustedProxies;
    expect(readEnv(least).trustedProxies).toEqual([]);
    expect(proxies("127.0.0.1, 10.0.0.0/8,fd00::/8").map(([network, bits]) => `${network}/${bits}`)).toEqual([
      "127.0.0.1/32",
      "10.0.0.0/8",
      "fd00::/8",
    ]);
    expect(() => proxies("nginx")).toThrow(/TRUSTED_PROXIES is not usable. Addresses and networks/);
  });
});

describe("readBrokerEnv", () => {
  it("asks for a port and both passwords, and for no database", () => {
    expect(() => readBrokerEnv({})).toThrow(
      /MQTT_PORT is missing.*MQTT_WORKER_PASSWORD is missing.*MQTT_WEB_PASSWORD is missing/s,
    );
    const passwords = { MQTT_WORKER_PASSWORD: "w".repeat(32), MQTT_WEB_PASSWORD: "x".repeat(32) };
    expect(readBrokerEnv({ MQTT_PORT: "1883", ...passwords })).toMatchObject({
      port: 1883,
      websocketPort: 9001,
      webOrigin: "http://localhost:3000",
    });
    const site = { NEXTAUTH_URL: "https://city.example.org/walk", MQTT_WS_PORT: "9002" };
    expect(readBrokerEnv({ MQTT_PORT: "1883", ...passwords, ...site })).toMatchObject({
      websocketPort: 9002,
      webOrigin: "https://city.example.org",
    });
  });
});
