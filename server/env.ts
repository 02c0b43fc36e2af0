import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import type { S3Settings } from "./assets/s3-blobs.ts";
import { parseTrustedProxies, type TrustedProxies } from "./auth/client-address.ts";

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
  /** The bucket that blobs lie in; null: they lie in the folder. */
  readonly s3: S3Settings | null;
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
  /** Whether districts tell of themselves and /debug shows it. */
  readonly debugPage: boolean;
  readonly workerId: string;
  readonly leaseMs: number;
  /** Null where nobody signs in: only the web process needs it. */
  readonly auth: {
    /** The secret of sessions and seals, then the one before it while that is still to be read. */
    readonly secrets: readonly [string, ...string[]];
    /** The address people open, without a slash at its end. */
    readonly url: string;
    readonly providers: ProviderSettings;
  } | null;
  /** Null: mail stays on this machine. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  /** Webhooks may lead to this machine and its networks: for development and tests alone. */
  readonly webhookAllowPrivate: boolean;
  /** Reverse proxies that are believed for whom they speak. */
  readonly trustedProxies: TrustedProxies;
};

/** Where else people may sign in; each is there when its id and secret are. */
export type ProviderSettings = {
  readonly github: ClientSettings | null;
  readonly google: ClientSettings | null;
  readonly oidc: (ClientSettings & { readonly issuer: string; readonly name: string }) | null;
};

export type ClientSettings = { readonly clientId: string; readonly clientSecret: string };

/** What the embedded broker's process is told; it gets no key to the database. */
export type BrokerEnv = {
  readonly logLevel: LogLevel;
  readonly port: number;
  readonly websocketPort: number;
  /** The web origin whose pages may connect to it. */
  readonly webOrigin: string;
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

const siteUrl = z
  .url({ protocol: /^https?$/ })
  .describe("The address people open, such as https://city.example.org.")
  .optional();

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
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .describe("The address of a server that speaks S3, such as https://s3.example.org, without the bucket.")
    .optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .describe("The name of a bucket at S3_ENDPOINT.")
    .optional(),
  S3_REGION: z.string().max(60).describe("The region of S3_ENDPOINT.").default("us-east-1"),
  S3_ACCESS_KEY: z.string().describe("The access key of S3_BUCKET.").optional(),
  S3_SECRET_KEY: z.string().describe("The secret key of S3_BUCKET.").optional(),
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
  DEBUG_PAGE: z
    .enum(["0", "1"])
    .describe("1 for a page at /debug that shows the city's inner workings, or 0.")
    .optional(),
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
  NEXTAUTH_SECRET_OLD: z
    .string()
    .min(32)
    .describe("The NEXTAUTH_SECRET before, so that nobody is signed out and what was sealed can be opened.")
    .optional(),
  NEXTAUTH_URL: siteUrl,
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .describe("A mail server, such as smtps://user:password@mail.example.org.")
    .optional(),
  MAIL_FROM: z
    .string()
    .max(200)
    .describe("The sender of mails, such as Borough <city@example.org>.")
    .optional(),
  GITHUB_ID: z.string().describe("The client id of a GitHub OAuth app.").optional(),
  GITHUB_SECRET: z.string().describe("The client secret of the GitHub OAuth app.").optional(),
  GOOGLE_ID: z.string().describe("The client id of a Google OAuth client.").optional(),
  GOOGLE_SECRET: z.string().describe("The client secret of the Google OAuth client.").optional(),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .describe("The address of an OpenID Connect issuer.")
    .optional(),
  OIDC_ID: z.string().describe("The client id at that issuer.").optional(),
  OIDC_SECRET: z.string().describe("The client secret at that issuer.").optional(),
  OIDC_NAME: z
    .string()
    .max(40)
    .describe("What the button for that issuer says, at most 40 characters.")
    .default("OpenID"),
  WEBHOOK_ALLOW_PRIVATE: z
    .enum(["0", "1"])
    .describe("1 to let webhooks reach private networks, for development and tests, or 0.")
    .default("0"),
  TRUSTED_PROXIES: z
    .string()
    .transform((text, context) => {
      const proxies = parseTrustedProxies(text);
      if (proxies.ok) return proxies.value;
      context.addIssue({ code: "custom", message: proxies.message });
      return z.NEVER;
    })
    .describe("Addresses and networks of your reverse proxies, such as 127.0.0.1,10.0.0.0/8.")
    .default([]),
});

const brokerSchema = z.object({
  LOG_LEVEL: logLevel,
  PORT: port,
  NEXTAUTH_URL: siteUrl,
  MQTT_PORT: whole(1, 65_535, "The embedded broker's port"),
  MQTT_WS_PORT: whole(1, 65_535, "The embedded broker's port for websockets").default(9001),
  MQTT_WORKER_PASSWORD: z.string().min(16).describe("At least 16 characters; npm start makes one."),
  MQTT_WEB_PASSWORD: z.string().min(16).describe("At least 16 characters; npm start makes one."),
});

/** Reads what web, worker and tools need. Throws one error that names every bad variable and its remedy. */
export function readEnv(source: Source = process.env): Env {
  const values = parse(schema, source);
  const dataDir = resolve(values.DATA_DIR);
  return {
    nodeEnv: values.NODE_ENV,
    logLevel: values.LOG_LEVEL,
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    dataDir,
    blobDir: values.BLOB_DIR === undefined ? join(dataDir, "blobs") : resolve(values.BLOB_DIR),
    s3: s3Of(values),
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
    debugPage:
      values.DEBUG_PAGE === undefined ? values.NODE_ENV === "development" : values.DEBUG_PAGE === "1",
    workerId: values.WORKER_ID ?? `${hostname()}-${process.pid}`,
    leaseMs: values.LEASE_SECONDS * 1000,
    auth: authOf(values),
    mail:
      values.SMTP_URL === undefined
        ? null
        : {
            smtpUrl: values.SMTP_URL,
            from: values.MAIL_FROM ?? `Borough <borough@${new URL(siteUrlOf(values)).hostname}>`,
          },
    webhookAllowPrivate: values.WEBHOOK_ALLOW_PRIVATE === "1",
    trustedProxies: values.TRUSTED_PROXIES,
  };
}

/**
 * What the web process needs to sign people in. Throws when there is no secret. Tells next-auth the city's address: it reads
 * that from the environment alone, and without it would lead everybody to port 3000.
 */
export function requireAuth(
  { auth }: Env,
  target: Record<string, string | undefined> = process.env,
): NonNullable<Env["auth"]> {
  if (auth === null) {
    throw new Error(
      `The environment is not usable:\n  NEXTAUTH_SECRET is missing. ${remedyOf(schema, "NEXTAUTH_SECRET")}`,
    );
  }
  target.NEXTAUTH_URL = auth.url;
  return auth;
}

/** Reads what the embedded broker's process needs. Throws one error that names every bad variable and its remedy. */
export function readBrokerEnv(source: Source = process.env): BrokerEnv {
  const values = parse(brokerSchema, source);
  return {
    logLevel: values.LOG_LEVEL,
    port: values.MQTT_PORT,
    websocketPort: values.MQTT_WS_PORT,
    webOrigin: new URL(siteUrlOf(values)).origin,
    workerPassword: values.MQTT_WORKER_PASSWORD,
    webPassword: values.MQTT_WEB_PASSWORD,
  };
}

function authOf(values: z.output<typeof schema>): Env["auth"] {
  const { NEXTAUTH_SECRET: secret, NEXTAUTH_SECRET_OLD: before, OIDC_ISSUER: issuer } = values;
  if (secret === undefined) return null;
  const oidc = clientOf(values.OIDC_ID, values.OIDC_SECRET);
  return {
    secrets: before === undefined ? [secret] : [secret, before],
    url: new URL(siteUrlOf(values)).origin,
    providers: {
      github: clientOf(values.GITHUB_ID, values.GITHUB_SECRET),
      google: clientOf(values.GOOGLE_ID, values.GOOGLE_SECRET),
      oidc: oidc === null || issuer === undefined ? null : { ...oidc, issuer, name: values.OIDC_NAME },
    },
  };
}

/** There is a bucket when it is named with its keys; half of that is a mistake that would put blobs into a folder unseen. */
function s3Of(values: z.output<typeof schema>): S3Settings | null {
  const {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY: accessKey,
    S3_SECRET_KEY: secretKey,
  } = values;
  const given = {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY: accessKey,
    S3_SECRET_KEY: secretKey,
  };
  const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (endpoint === undefined || bucket === undefined || accessKey === undefined || secretKey === undefined) {
    if (missing.length === Object.keys(given).length) return null;
    const lines = missing.map((name) => `  ${name} is missing. ${remedyOf(schema, name)}`);
    throw new Error(`The environment is not usable:\n${lines.join("\n")}`);
  }
  return { endpoint, bucket, region: values.S3_REGION, accessKey, secretKey };
}

/** An integration is there with both or not at all. */
function clientOf(clientId: string | undefined, clientSecret: string | undefined): ClientSettings | null {
  return clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret };
}

function siteUrlOf(values: { readonly NEXTAUTH_URL?: string | undefined; readonly PORT: number }): string {
  return values.NEXTAUTH_URL ?? `http://localhost:${values.PORT}`;
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
