import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AgentDetail } from "#city/protocol/messages.ts";
import { openBrowser, type TestBrowser } from "#tests/util/browser.ts";
import { openCityPage } from "#tests/util/city-page.ts";
import { docBlocks } from "#tests/util/doc-blocks.ts";
import { type RunningCity, startCity } from "#tests/util/running-city.ts";
import { waitFor } from "#tests/util/wait-for.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const RUN_LIMIT_MS = 60_000;

/** The three programs of the page: how they are run, and what they say in the city. */
const PROGRAMS = [
  ["first-agent.sh", "sh", "Hello from my shell!"],
  ["first_agent.py", "python3", "Hello from my Python!"],
  ["first-agent.mjs", process.execPath, "Hello from my Node!"],
] as const;

const run = promisify(execFile);
const blocks = docBlocks(path.join(ROOT, "docs/first-agent.md"));

let city: RunningCity;
let browser: TestBrowser;
let scratch: string;
/** What the command of the page printed for Ada. */
let printed: string;
let id: string;
let page: Page;
let noise: readonly string[];

beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), "borough-first-agent-"));
  city = await startCity();
  browser = await openBrowser({ width: 320, height: 180, reducedMotion: true });
  printed = (await shell(block("make an agent"), city.env)).stdout;
  id = /\bagt_\w+/.exec(printed)?.[0] ?? "";
  await untilInTheCity();
  ({ page, noise } = await openCityPage(browser, city.url, `&sel=${id}`));
  await page.getByRole("heading", { name: "Ada" }).waitFor();
  await page.getByRole("button", { name: "Go there" }).click();
});

afterAll(async () => {
  await browser?.close();
  await city?.stop();
  city?.clean();
  rmSync(scratch, { recursive: true, force: true });
});

describe("docs/first-agent.md", () => {
  it.each(PROGRAMS)(
    "[E2E-20] %s walks and speaks as it stands there, and a viewer sees it",
    async (title, program, words) => {
      const file = path.join(scratch, title);
      writeFileSync(file, block(title));
      const before = await untilInTheCity();
      await page.keyboard.press("f");
      const [{ stdout }] = await Promise.all([
        // The settings are those that were printed, pasted as the page tells.
        shell(`${settings()}\nexec ${program} ${file}`, process.env),
        label("speech", words),
        label("name", "Ada"),
      ]);
      expect(stdout.match(/"status":"applied"| applied /g)).toHaveLength(2);
      expect(stdout).not.toContain("rejected");
      const moved = async () => {
        const { point } = await inspect();
        return Math.hypot(point.x - before.point.x, point.z - before.point.z) > 10;
      };
      await waitFor(moved, { limitMs: 30_000, what: () => "Ada to be somewhere else" });
      await page.keyboard.press("f");
    },
  );

  it("[E2E-21] [E2E-22] the feed tells of her arrival and her words, and the console stays clean", async () => {
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 390, height: 600 });
    await page.getByRole("button", { name: "What happens" }).click();
    const lines = page.getByRole("complementary", { name: "What happens" }).getByRole("listitem");
    await page.getByLabel("Show only").selectOption("arrival");
    await lines.filter({ hasText: "Ada" }).first().waitFor();
    await page.getByLabel("Show only").selectOption("speech");
    for (const [, , words] of PROGRAMS) await lines.filter({ hasText: words }).first().waitFor();
    expect(noise).toEqual([]);
  });
});

function block(title: string): string {
  const code = blocks.get(title);
  if (code === undefined) throw new Error(`docs/first-agent.md has no block "${title}"`);
  return code;
}

/** Runs commands as they stand, from the folder of the checkout. */
function shell(commands: string, env: NodeJS.ProcessEnv) {
  return run("sh", ["-c", commands], { cwd: ROOT, env, timeout: RUN_LIMIT_MS });
}

/** The line to paste. */
function settings(): string {
  return /^\s*(export CITY_URL=\S+ AGENT_KEY=\S+)$/m.exec(printed)?.[1] ?? "";
}

async function inspect(): Promise<AgentDetail> {
  const response = await fetch(`${city.url}/api/v1/inspect/agents/${id}`);
  if (!response.ok) throw new Error(`inspecting ${id}: ${response.status}`);
  return (await response.json()) as AgentDetail;
}

async function untilInTheCity(): Promise<AgentDetail> {
  const there = () =>
    inspect().then(
      () => true,
      () => false,
    );
  await waitFor(there, { limitMs: 30_000, what: () => "Ada to enter the city" });
  return inspect();
}

async function label(kind: "name" | "speech", text: string): Promise<void> {
  await page.locator(`.city-label-${kind}`, { hasText: text }).first().waitFor({ timeout: RUN_LIMIT_MS });
}
