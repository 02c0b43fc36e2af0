#!/usr/bin/env node
// Stands in for the engine that Prisma's CLI would download: the same command line and JSON-RPC over stdin and stdout,
// answered by the engine's WebAssembly build. A development tool; the running city does not use it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import {
  createDatabase,
  databaseName,
  dropDatabase,
  runStatement,
  SchemaAdapterFactory,
} from "./lib/schema-engine-adapter.mjs";

const RPC_FAILED = 4466;
/** Far from the ids of the CLI's own requests. */
const FIRST_PRINT_ID = 1_000_000;

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    version: { type: "boolean" },
    datasource: { type: "string" },
    datamodels: { type: "string", multiple: true },
  },
});

const engineModule = await loadEngine();
const datasource = values.datasource === undefined ? {} : decodeDatasource(values.datasource);
const url = datasource.url ?? process.env.DATABASE_URL;
const models = (values.datamodels ?? []).map((file) => [file, readFileSync(file, "utf8")]);

if (values.version) console.log(`schema-engine-wasm ${engineModule.version()}`);
else if (positionals[0] === "cli") process.exitCode = await runCli(positionals[1]);
else serve();

async function loadEngine() {
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const glue = await import(pathToFileURL(join(folder, "schema_engine_bg.js")).href);
  const bytes = readFileSync(join(folder, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

/** JSON, or JSON in base64: the CLI has sent both. */
function decodeDatasource(text) {
  return JSON.parse(text.startsWith("{") ? text : Buffer.from(text, "base64").toString());
}

/** `schema-engine cli <command>`: its exit code is the answer, and the reason is a log line. */
async function runCli(command) {
  try {
    if (command === "can-connect-to-database") await runStatement(url, "SELECT 1");
    else if (command === "create-database") await createDatabase(url, databaseName(url));
    else if (command === "drop-database") await dropDatabase(url, databaseName(url));
    return 0;
  } catch (error) {
    const fields = { is_panic: false, ...connectionProblem(error) };
    const record = {
      timestamp: new Date().toISOString(),
      level: "ERROR",
      fields,
      target: "schema_engine::logger",
    };
    // The CLI passes over the first line.
    process.stderr.write(`{}\n${JSON.stringify(record)}\n`);
    return 1;
  }
}

/** PostgreSQL's and the network's codes in Prisma's terms. */
function connectionProblem(error) {
  if (error.code === "3D000") {
    return { error_code: "P1003", message: `Database \`${databaseName(url)}\` does not exist` };
  }
  if (/^(ECONN|ENOTFOUND|ETIMEDOUT)/.test(error.code ?? "")) {
    return { error_code: "P1001", message: `Can't reach database server at \`${new URL(url).host}\`` };
  }
  return { error_code: error.code === "28P01" ? "P1000" : "P1010", message: error.message };
}

/** A new engine for every call: one gives out its throw-away database only once. */
async function withEngine(use) {
  const factory = new SchemaAdapterFactory({ url, shadowUrl: datasource.shadowDatabaseUrl });
  const adapters = bindMigrationAwareSqlAdapterFactory(factory);
  const options = { datamodels: models.length > 0 ? models : undefined };
  return use(await engineModule.SchemaEngine.new(options, () => {}, adapters));
}

/** These two see the migrations only after the diagnosis has read them. */
function afterDiagnosis(method) {
  return (params) =>
    withEngine(async (engine) => {
      const { migrationsList, filters } = params;
      await engine.devDiagnostic({ migrationsList, filters });
      return engine[method](params);
    });
}

function serve() {
  let printId = FIRST_PRINT_ID;
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const methods = {
    createDatabase: async (params) => {
      const target = params.datasource?.url ?? url;
      await createDatabase(target, databaseName(target));
      return { databaseName: databaseName(target) };
    },
    getDatabaseVersion: (params) => withEngine((engine) => engine.version(params)),
    evaluateDataLoss: afterDiagnosis("evaluateDataLoss"),
    createMigration: afterDiagnosis("createMigration"),
    diff: async (params) => {
      const { exitCode, stdout } = await withEngine((engine) => engine.diff(params));
      // The CLI prints what it is told to; the result alone would not be shown.
      if (typeof stdout === "string") {
        send({ id: printId++, method: "print", params: { content: stdout.replace(/\n$/, "") } });
      }
      return { exitCode, stdout: null };
    },
  };

  async function answer({ id, method, params }) {
    const call = methods[method] ?? ((given) => withEngine((engine) => engine[method](given)));
    try {
      send({ id, result: (await call(params)) ?? {} });
    } catch (error) {
      const code = /^P\d+$/.test(error.code ?? "") ? error.code : null;
      const data = {
        is_panic: false,
        message: error.message ?? String(error),
        meta: error.meta ?? null,
        error_code: code,
      };
      send({
        id,
        error: { code: RPC_FAILED, message: "The call failed; the reason is in the data field.", data },
      });
    }
  }

  let queue = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    const message = JSON.parse(line);
    // Without a method it is the CLI's thanks for a "print".
    if (message.method !== undefined) queue = queue.then(() => answer(message));
  });
  lines.on("close", () => queue.finally(() => process.exit()));
}
