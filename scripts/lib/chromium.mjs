import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { runCommand } from "./command.mjs";
import { Failure } from "./failure.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const APPLICATIONS = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Where Playwright keeps a browser, below the folder of one version. */
const IN_CACHE = [
  "chrome-linux/chrome",
  "chrome-linux64/chrome",
  "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
  "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
];

/** The path of a Chromium for browser tests: the one named by CHROMIUM_PATH, one of this machine, or one fetched now. */
export async function ensureChromium({ root, env, log }) {
  const named = env.CHROMIUM_PATH;
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new Failure(`There is no browser at ${named}.`, "Correct CHROMIUM_PATH or unset it.");
  }
  const found = findChromium(env);
  if (found !== null) return found;
  await fetchChromium({ root, env, log });
  const fetched = findChromium(env);
  if (fetched !== null) return fetched;
  throw new Failure(
    "No Chromium was found for the browser tests.",
    "Install one and set CHROMIUM_PATH to it.",
  );
}

function findChromium(env) {
  const folders = [...(env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin", "/snap/bin"];
  const installed = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...installed, ...APPLICATIONS, ...cached(env)].find((path) => existsSync(path)) ?? null;
}

function cached(env) {
  const caches = [
    env.PLAYWRIGHT_BROWSERS_PATH ?? "",
    join(homedir(), ".cache", "ms-playwright"),
    join(homedir(), "Library", "Caches", "ms-playwright"),
  ];
  return caches
    .filter((cache) => cache !== "" && existsSync(cache))
    .flatMap((cache) => readdirSync(cache).map((version) => join(cache, version)))
    .filter((version) => /chromium-\d+$/.test(version))
    .sort()
    .reverse()
    .flatMap((version) => IN_CACHE.map((path) => join(version, path)));
}

async function fetchChromium({ root, env, log }) {
  const common = {
    cwd: root,
    log,
    remedy: "Install Chromium yourself and set CHROMIUM_PATH to it.",
  };
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0) {
    const apt = { ...common, command: "apt-get", env: { ...env, DEBIAN_FRONTEND: "noninteractive" } };
    await runCommand({ ...apt, label: "looking for browser packages", args: ["update", "-q"] });
    await runCommand({
      ...apt,
      label: "installing Chromium",
      args: ["install", "-y", "-q", "--no-install-recommends", "chromium"],
    });
    return;
  }
  const playwright = dirname(createRequire(import.meta.url).resolve("playwright-core/package.json"));
  await runCommand({
    ...common,
    label: "fetching Chromium",
    command: process.execPath,
    args: [join(playwright, "cli.js"), "install", "chromium"],
    env,
  });
}
