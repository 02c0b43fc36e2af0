import { describe, expect, it } from "vitest";
import { readBrokerEnv, readEnv } from "./env.ts";

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

describe("readBrokerEnv", () => {
  it("asks for a port and both passwords, and for no database", () => {
    expect(() => readBrokerEnv({})).toThrow(
      /MQTT_PORT is missing.*MQTT_WORKER_PASSWORD is missing.*MQTT_WEB_PASSWORD is missing/s,
    );
    const passwords = { MQTT_WORKER_PASSWORD: "w".repeat(32), MQTT_WEB_PASSWORD: "x".repeat(32) };
    expect(readBrokerEnv({ MQTT_PORT: "1883", ...passwords }).port).toBe(1883);
  });
});
