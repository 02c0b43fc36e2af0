import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { AxeResults, RunOptions } from "axe-core";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Access, addressOfPage, PAGES, type PageIds, visitsOf } from "#tests/portal/pages.ts";
import { PAYLOADS } from "#tests/portal/payloads.ts";
import { filledWith, watchScripts } from "#tests/portal/script-watch.ts";
import { MARKUP_WORDS, settle } from "#tests/portal/settled-person.ts";
import { openBrowser, type TestBrowser } from "#tests/util/browser.ts";
import { untilDrawn } from "#tests/util/city-page.ts";
import {
  adminTokenOf,
  becomeIn,
  giveSecondFactor,
  newPortalPerson,
  type PortalPerson,
} from "#tests/util/portal-people.ts";
import { type RunningCity, startCity } from "#tests/util/running-city.ts";
import { wearTheme } from "#tests/util/wear-theme.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const LONG_MS = 600_000;
/** A page of the portal whose code holds this draws in 3D before it is asked to. */
const THREE = "WebGLRenderer";

let city: RunningCity;
let url: string;
let browser: TestBrowser;
let admin: PortalPerson;
let person: PortalPerson;
let ids: PageIds;

beforeAll(async () => {
  city = await startCity();
  // As the city itself calls it: cookies are of a name, and so is the origin.
  url = city.url.replace("127.0.0.1", "localhost");
  admin = await newPortalPerson(url, "Root", await adminTokenOf(city));
  await giveSecondFactor(admin);
  person = await newPortalPerson(url, "Ada");
  ids = await settle(url, person, MARKUP_WORDS);
  browser = await openBrowser({ ...DESK, reducedMotion: true });
});

afterAll(async () => {
  await browser?.close();
  await city?.stop();
  city?.clean();
});

const pages = Object.entries(PAGES).map(([page, rules]) => ({ page, ...rules }));

/** Who looks at which pages. */
function visits(): readonly (readonly [PortalPerson | null, string[]])[] {
  return [null, person, admin].map((who, level) => [
    who,
    visitsOf(level).map((page) => addressOfPage(page, ids)),
  ]);
}

describe("the pages", () => {
  it("[E2E-50] are all declared: shown, hidden or led elsewhere, to strangers, people and admins", async () => {
    const files = globSync("app/**/page.tsx", { cwd: ROOT });
    const found = files.map((file) =>
      `/${path.dirname(path.relative("app", file))}`.replace(/\/\([^)]+\)/g, ""),
    );
    expect(found.map((page) => page.replace(/^\/\.$/, "/") || "/").sort()).toEqual(Object.keys(PAGES).sort());
    const wrong: string[] = [];
    for (const { page, access } of pages) {
      for (const [level, who] of [null, person, admin].entries()) {
        const wanted = access[level];
        const got = await accessOf(addressOfPage(page, ids), who);
        if (got !== wanted?.replace("[agent]", ids.agent))
          wrong.push(`${page} to ${level}: ${got}, not ${wanted}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("[E2E-51] carry a policy that lets no inline script or style run without the request's own nonce", async () => {
    const nonces = new Set<string>();
    for (const { page } of pages) {
      const reply = await ask(addressOfPage(page, ids), person);
      const policy = reply.headers.get("content-security-policy") ?? "";
      expect([page, policy]).toEqual([page, expect.stringMatching(/script-src 'self' 'nonce-[^']+'(;|$)/)]);
      expect([page, policy]).toEqual([page, expect.not.stringMatching(/unsafe-|\*|https?:/)]);
      nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "");
    }
    expect(nonces.size).toBe(pages.length);
  });

  it("[E2E-52] run none of two hundred scripts that stand in every text of people and agents", {
    timeout: LONG_MS,
  }, async () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(200);
    const { context } = browser;
    const watch = await watchScripts(context, url);
    const { page } = await browser.newPage();
    const found: string[] = [];
    const look = async (address: string, what: string) => {
      await visit(page, address);
      for (const one of await watch.take(page)) found.push(`${address} (${what}): ${one}`);
    };
    for (const [who, shown] of visits()) {
      await becomeIn(context, url, who);
      for (const one of shown) await look(one, "as it was entered");
      // Every text of every answer, and again in the other order: what swallows the rest comes last there.
      const texts = [...PAYLOADS, ...[...PAYLOADS].reverse()].join(" ");
      await page.route("**/api/v1/**", (route) => fill(route, texts));
      for (const one of shown) if (one !== "/") await look(one, "in every text");
      await page.unroute("**/api/v1/**");
    }
    await page.close();
    expect(found).toEqual([]);
  });

  it("[E2E-53] have no serious fault of accessibility, light and dark, on a desk and on a phone", {
    timeout: LONG_MS,
  }, async () => {
    const axe = readFileSync(path.join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");
    const open = await openBrowser({ ...DESK, reducedMotion: true, bypassCsp: true });
    const found: string[] = [];
    try {
      const { page, noise } = await open.newPage();
      const judge = async (address: string) => {
        await visit(page, address);
        await page.evaluate(axe);
        for (const [size, theme] of LOOKS) {
          await page.setViewportSize(size);
          await wearTheme(page, theme);
          for (const fault of await faultsOf(page))
            found.push(`${address} ${theme} at ${size.width}: ${fault}`);
        }
      };
      for (const [who, shown] of visits()) {
        await becomeIn(open.context, url, who);
        for (const one of shown) await judge(one);
      }
      expect(found).toEqual([]);
      expect(noise).toEqual([]);
    } finally {
      await open.close();
    }
  });

  it("[E2E-54] of the portal load nothing of the 3D scene", async () => {
    for (const { page, access } of pages) {
      if (page === "/" || access[1] !== "shown") continue;
      const html = await (await ask(addressOfPage(page, ids), person)).text();
      const scripts = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"/g)].map(([, source]) => source ?? "");
      const loading = new Set(scripts.map((source) => source.replaceAll("&amp;", "&")));
      expect([page, loading.size > 0]).toEqual([page, true]);
      for (const source of loading)
        expect([page, source, await holdsThree(source)]).toEqual([page, source, false]);
    }
  });
});

// Each size and each theme once; the long run has the other pairs, too.
const LOOKS = [
  [DESK, "light"],
  [PHONE, "dark"],
  ...(process.env.BOROUGH_TEST_LONG === "1"
    ? ([
        [PHONE, "light"],
        [DESK, "dark"],
      ] as const)
    : []),
] as const;

const AXE: RunOptions = { resultTypes: ["violations"], elementRef: false };

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate(
    (options) => (window as unknown as { axe: { run(o: RunOptions): Promise<AxeResults> } }).axe.run(options),
    AXE,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => {
      const where = nodes.map(({ html, any }) => `${html.slice(0, 120)} ${any[0]?.message ?? ""}`);
      return `${id}: ${where.join(" | ").slice(0, 700)}`;
    });
}

/** Opens a page and waits until it shows what it has to show. */
async function visit(page: Page, address: string): Promise<void> {
  const query = address === "/" ? "?quality=low" : "";
  await page.goto(`${url}${address}${query}`);
  if (address === "/") return untilDrawn(page);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForFunction(() => document.querySelector(".animate-sheen, .animate-spin") === null);
}

function ask(address: string, who: PortalPerson | null): Promise<Response> {
  return fetch(`${url}${address}`, {
    redirect: "manual",
    headers: { accept: "text/html", ...(who === null ? {} : { cookie: who.cookie }) },
  });
}

/** What a page is to somebody, by its answer; a page that was begun already leads elsewhere from within. */
async function accessOf(address: string, who: PortalPerson | null): Promise<Access | string> {
  const reply = await ask(address, who);
  const html = await reply.text();
  const to =
    reply.headers.get("location") ?? /<meta[^>]*http-equiv="refresh"[^>]*url=([^"]+)"/.exec(html)?.[1];
  if (to !== undefined) return to.replaceAll("&amp;", "&").replace(url, "");
  if (reply.status === 404 || html.includes("NEXT_HTTP_ERROR_FALLBACK;404")) return "hidden";
  return reply.status === 200 ? "shown" : String(reply.status);
}

const known = new Map<string, Promise<boolean>>();

function holdsThree(source: string): Promise<boolean> {
  const asked =
    known.get(source) ??
    fetch(new URL(source, url)).then(async (reply) => (await reply.text()).includes(THREE));
  known.set(source, asked);
  return asked;
}

type Route = Parameters<Parameters<BrowserContext["route"]>[1]>[0];

/** Answers a page's question with the city's own answer, its texts replaced. */
async function fill(route: Route, text: string): Promise<void> {
  try {
    const response = await route.fetch();
    if (!(response.headers()["content-type"] ?? "").startsWith("application/json"))
      return await route.fulfill({ response });
    await route.fulfill({ response, json: filledWith(text, await response.json()) });
  } catch {
    // The page went on while it waited.
    await route.abort().catch(() => {});
  }
}
