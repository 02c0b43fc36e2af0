// npm test [-- filter]: everything that has to hold, stage by stage; the first stage that fails ends it.
// npm run test:long adds the long runs. With CI set, a skipped test is a failure.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "./lib/chromium.mjs";
import { loadSettings } from "./lib/env-file.mjs";
import { explain, Failure } from "./lib/failure.mjs";
import { ensureDatabaseClient, ensurePackages, ensurePages } from "./lib/install.mjs";
import { createLog, elapsed } from "./lib/log.mjs";
import { ensureMosquitto } from "./lib/mosquitto.mjs";
import { enterRuntime } from "./lib/node-version.mjs";
import { runTool } from "./lib/run-tool.mjs";
import { skippedTests } from "./lib/test-report.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const log = createLog("test");

const long = process.argv.includes("--long");
const filters = process.argv.slice(2).filter((arg) => arg !== "--long");

/** The programs of the packages by their files: their shell wrappers would hide signals from them. */
const PROGRAMS = {
  biome: "@biomejs/biome/bin/biome",
  vitest: "vitest/vitest.mjs",
};

try {
  await enterRuntime(root, fileURLToPath(import.meta.url));
  await runStages();
} catch (error) {
  for (const line of explain(error)) console.error(line);
  process.exitCode = 1;
}

async function runStages() {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...(long ? { BOROUGH_TEST_LONG: "1" } : {}) };
  const work = { root, env, log };
  const stages = [
    ["packages", () => ensurePackages(work)],
    ["database client", () => ensureDatabaseClient(work)],
    ["lint", () => run("lint", [program("biome"), "check", "--error-on-warnings", "."], env)],
    ["types", () => run("types", [join(root, "scripts", "typecheck.mjs")], env)],
    ["unit tests", () => runUnit(work)],
    ["pages", () => ensurePages({ ...work, env: loadSettings(root) })],
    ["end-to-end tests", () => runEndToEnd(work, ["tests/e2e", "tests/fault"])],
    // Alone, one after another: they measure what a crowd costs.
    ["load tests", () => runEndToEnd(work, ["tests/load"], ["--no-file-parallelism"])],
  ];
  const startMs = performance.now();
  const summary = [];
  for (const [index, [name, stage]] of stages.entries()) {
    log(`=== ${index + 1}/${stages.length} ${name}`);
    const stageMs = performance.now();
    try {
      await stage();
    } finally {
      summary.push(`${name.padEnd(18)} ${elapsed(stageMs)}`);
    }
  }
  log(`=== all passed in ${elapsed(startMs)}`);
  for (const line of summary) log(line);
}

async function runUnit(work) {
  await ensureMosquitto(work);
  await runVitest("unit tests", [], work.env);
}

async function runEndToEnd({ env }, folders, options = []) {
  const CHROMIUM_PATH = await ensureChromium({ root, env, log });
  const args = ["--config", "vitest.e2e.config.ts", ...options, ...foldersToExclude(folders)];
  await runVitest(`tests of ${folders.join(" and ")}`, args, { ...env, CHROMIUM_PATH });
}

/** Filters name what to run among all folders, so a stage leaves out the others' instead. */
function foldersToExclude(folders) {
  const others = ["tests/e2e", "tests/fault", "tests/load"].filter((folder) => !folders.includes(folder));
  return others.map((folder) => `--exclude=${folder}/**`);
}

async function runVitest(name, args, env) {
  const report = join(root, ".borough", `test-report-${process.pid}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  // A filter names a few files, which may all be of the other kind.
  const some = filters.length > 0 ? ["--passWithNoTests"] : [];
  try {
    await run(name, [program("vitest"), "run", ...args, ...reporters, ...some, ...filters], env);
    const skipped = skippedTests(JSON.parse(readFileSync(report, "utf8")));
    if (process.env.CI !== undefined && skipped.length > 0) {
      throw new Failure(
        `Tests were skipped (${skipped.length}).`,
        "Give them what they miss: here none may be skipped.",
        skipped,
      );
    }
  } finally {
    rmSync(report, { force: true });
  }
}

async function run(name, args, env) {
  const code = await runTool(process.execPath, args, { cwd: root, env });
  if (code !== 0) throw new Failure(`The stage "${name}" failed.`, "Its output is above.");
}

function program(name) {
  return join(root, "node_modules", PROGRAMS[name]);
}
