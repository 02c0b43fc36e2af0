import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";

/** Everything the environment says, read once by a main file and passed down as values. */
export type Env = {
  readonly nodeEnv: "development" | "test" | "production";
  readonly logLevel: LogLevel;
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  /** Absolute folder of everything this city keeps outside the database. */
  readonly dataDir: string;
  readonly blobDir: string;
  readonly mqtt: { readonly url: string; readonly username: string | null; readonly password: string | null };
  readonly city: { readonly seed: string; readonly buildings: number; readonly population: number };
  readonly clock: {
    /** Simulated seconds of one tick. */
    readonly tickSeconds: number;
    /** Simulated seconds a wall second. */
    readonly speed: number;
    /** By how much bodies move slower than the day runs. */
    readonly paceDivisor: number;
  };
  readonly workerId: string;
  readonly leaseMs: number;
  /** Null where nobody signs in: only the web process needs it. */
  readonly auth: { readonly secret: string; readonly url: string } | null;
};

/** What the embedded broker's process is told; it gets no key to the database. */
export type BrokerEnv = {
  readonly logLevel: LogLevel;
  readonly port: number;
  readonly workerPassword: string;
  readonly webPassword: string;
};

export type LogLevel = (typeof LOG_LEVELS)[number];

type Source = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace"] as const;

/** A whole number between two bounds; `remedy` completes the error message of a bad value. */
const whole = (min: number, max: number, what: string) =>
  z.coerce.number().int().min(min).max(max).describe(`${what}: a whole number from ${min} to ${max}.`);

const port = whole(1, 65_535, "A TCP port").default(3000);

const logLevel = z
  .enum(LOG_LEVELS)
  .describe(`How much to log: ${LOG_LEVELS.join(", ")}.`)
  .default("info");

const schema = z.object({
  NODE_ENV: z
    .enum(["development", "test", "production"])
    .describe("One of development, test, production.")
    .default("development"),
  LOG_LEVEL: logLevel,
  // Loopback: a first start has no TLS in front of it, so opening it to a network is a decision.
  HOST: z
    .string()
    .describe("The address to listen on, such as 127.0.0.1, or 0.0.0.0 for every network.")
    .default("127.0.0.1"),
  PORT: port,
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe("A postgresql:// address; npm start provides one, else set it to your PostgreSQL 15 or newer."),
  DATA_DIR: z.string().describe("A folder.").default(".borough/data"),
  BLOB_DIR: z.string().describe("A folder.").optional(),
  MQTT_URL: z
    .url({ protocol: /^(mqtt|mqtts|ws|wss)$/ })
    .describe(
      "An mqtt:// or mqtts:// address; npm start provides one, else set it to your MQTT 3.1.1 broker.",
    ),
  MQTT_USERNAME: z.string().describe("The broker's user name.").optional(),
  MQTT_PASSWORD: z.string().describe("The broker's password.").optional(),
  CITY_SEED: z.string().max(200).describe("Any text of at most 200 characters.").default("borough"),
  CITY_BUILDINGS: whole(200, 100_000, "The buildings of a new city").default(10_000),
  CITY_POPULATION: whole(0, 200_000, "The residents of a new city").optional(),
  TICK_SECONDS: whole(1, 3600, "Simulated seconds of a tick").default(60),
  CLOCK_SPEED: whole(1, 3600, "Simulated seconds a second").default(12),
  PACE_DIVISOR: whole(1, 60, "How much slower than the day bodies move").default(4),
  WORKER_ID: z
    .string()
    .max(100)
    .describe("A name of at most 100 characters, unique among workers.")
    .optional(),
  LEASE_SECONDS: whole(5, 600, "Seconds after which a silent worker's districts may be taken over").default(
    6,
  ),
  NEXTAUTH_SECRET: z
    .string()
    .min(32)
    .describe("At least 32 random characters; npm start makes one, else run: openssl rand -base64 32.")
    .optional(),
  NEXTAUTH_URL: z
    .url({ protocol: /^https?$/ })
    .describe("The address people open, such as https://city.example.org.")
    .optional(),
});

const brokerSchema = z.object({
  LOG_LEVEL: logLevel,
  MQTT_PORT: whole(1, 65_535, "The embedded broker's port"),
  MQTT_WORKER_PASSWORD: z.string().min(16).describe("At least 16 characters; npm start makes one."),
  MQTT_WEB_PASSWORD: z.string().min(16).describe("At least 16 characters; npm start makes one."),
});

/** Reads what web, worker and tools need. Throws one error that names every bad variable and its remedy. */
export function readEnv(source: Source = process.env): Env {
  const values = parse(schema, source);
  const dataDir = resolve(values.DATA_DIR);
  const url = values.NEXTAUTH_URL ?? `http://localhost:${values.PORT}`;
  return {
    nodeEnv: values.NODE_ENV,
    logLevel: values.LOG_LEVEL,
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    dataDir,
    blobDir: values.BLOB_DIR === undefined ? join(dataDir, "blobs") : resolve(values.BLOB_DIR),
    mqtt: {
      url: values.MQTT_URL,
      username: values.MQTT_USERNAME ?? null,
      password: values.MQTT_PASSWORD ?? null,
    },
    city: {
      seed: values.CITY_SEED,
      buildings: values.CITY_BUILDINGS,
      // Two to a building is what the plan's homes and workplaces are laid out for.
      population: values.CITY_POPULATION ?? values.CITY_BUILDINGS * 2,
    },
    clock: { tickSeconds: values.TICK_SECONDS, speed: values.CLOCK_SPEED, paceDivisor: values.PACE_DIVISOR },
    workerId: values.WORKER_ID ?? `${hostname()}-${process.pid}`,
    leaseMs: values.LEASE_SECONDS * 1000,
    auth: values.NEXTAUTH_SECRET === undefined ? null : { secret: values.NEXTAUTH_SECRET, url },
  };
}

/** Reads what the embedded broker's process needs. Throws one error that names every bad variable and its remedy. */
export function readBrokerEnv(source: Source = process.env): BrokerEnv {
  const values = parse(brokerSchema, source);
  return {
    logLevel: values.LOG_LEVEL,
    port: values.MQTT_PORT,
    workerPassword: values.MQTT_WORKER_PASSWORD,
    webPassword: values.MQTT_WEB_PASSWORD,
  };
}

function parse<S extends z.ZodObject>(shape: S, source: Source): z.output<S> {
  // An empty value means unset: that is how .env files and container settings write "nothing".
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = shape.safeParse(set);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    // The value itself is not shown: it may be a password.
    return `  ${name} is ${set[name] === undefined ? "missing" : "not usable"}. ${remedyOf(shape, name)}`;
  });
  throw new Error(`The environment is not usable:\n${lines.join("\n")}`);
}

/** The description stands on the innermost type, below default() and optional(). */
function remedyOf(shape: z.ZodObject, name: string): string {
  const field: unknown = shape.shape[name];
  let type = field;
  while (type instanceof z.ZodDefault || type instanceof z.ZodOptional) {
    if (type.description !== undefined) return type.description;
    type = type.unwrap();
  }
  return type instanceof z.ZodType ? (type.description ?? "") : "";
}
