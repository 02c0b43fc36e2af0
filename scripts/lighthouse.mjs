// Scores of pages for accessibility and best practices, by Lighthouse in the installed Chromium.
// node scripts/lighthouse.mjs http://localhost:3000 [cookie]   the cookie header of somebody who is signed in, for pages that need one
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";

const PATHS = ["/", "/portal", "/feed", "/properties"];
const CATEGORIES = ["accessibility", "best-practices"];
/** No page should score less. */
const SCORE_MIN = 95;
const START_LIMIT_MS = 30_000;
const CHROMIUM = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

const [address, cookie] = process.argv.slice(2);
if (address === undefined) {
  console.error("Say where the city runs: node scripts/lighthouse.mjs http://localhost:3000 [cookie]");
  process.exit(1);
}
const { port, stop } = await startChromium();
try {
  for (const path of PATHS) await score(path);
} finally {
  await stop();
}

async function score(path) {
  const result = await lighthouse(new URL(path, address).href, {
    port,
    onlyCategories: CATEGORIES,
    formFactor: "desktop",
    screenEmulation: { mobile: false, width: 1280, height: 800, deviceScaleFactor: 1, disabled: false },
    throttlingMethod: "provided",
    maxWaitForLoad: 60_000,
    ...(cookie === undefined ? {} : { extraHeaders: { Cookie: cookie }, disableStorageReset: true }),
  });
  const { categories, audits, finalDisplayedUrl } = result.lhr;
  const scores = CATEGORIES.map((name) => [name, Math.round((categories[name].score ?? 0) * 100)]);
  console.log(
    `${path} (${finalDisplayedUrl}): ${scores.map(([name, value]) => `${name} ${value}`).join(", ")}`,
  );
  const failed = CATEGORIES.flatMap((name) => categories[name].auditRefs)
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => audits[id]);
  for (const { id, title } of failed) console.log(`  ${id}: ${title}`);
  if (scores.some(([, value]) => value < SCORE_MIN)) process.exitCode = 1;
}

/** Chromium with a profile of its own, and the port it is driven by. */
async function startChromium() {
  const profile = mkdtempSync(join(tmpdir(), "borough-lighthouse-"));
  const flags = [
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--remote-debugging-port=0",
    `--user-data-dir=${profile}`,
  ];
  const child = spawn(CHROMIUM, flags, { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return {
    port: await portOf(profile),
    async stop() {
      child.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Chromium writes down where it listens. */
async function portOf(profile) {
  const untilMs = performance.now() + START_LIMIT_MS;
  while (performance.now() < untilMs) {
    try {
      return Number(readFileSync(join(profile, "DevToolsActivePort"), "utf8").split("\n")[0]);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`${CHROMIUM} did not start`);
}
