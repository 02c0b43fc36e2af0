import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ParcelPage } from "#city/protocol/estate-views.ts";
import type { AgentDetail, BuildingDetail } from "#city/protocol/messages.ts";
import { openBrowser, type TestBrowser } from "#tests/util/browser.ts";
import { clickOn, openCityPage, placeToClick, untilDrawn } from "#tests/util/city-page.ts";
import {
  brightness,
  changeAt,
  type Frame,
  grabFrame,
  nearestAgent,
  type Point,
} from "#tests/util/frame-pixels.ts";
import { type RunningCity, startCity } from "#tests/util/running-city.ts";
import { waitFor } from "#tests/util/wait-for.ts";

/** Ticks of a second, and a day of under five minutes in which people walk no faster than in the other tests. */
const QUICK_DAYS = { TICK_SECONDS: "300", CLOCK_SPEED: "300", PACE_DIVISOR: "20" };
const PHONE = { width: 390, height: 844 };
const FRAMES = 5;
const HALF_PATCH_PX = 1;
/** By how much more (of 255) than the light changes a place does that somebody left. */
const PEOPLE_STAND_OUT = 12;
/** Beyond this an agent is no part of the patch around a place any more. */
const AWAY_PX = 14;

let city: RunningCity;
let browser: TestBrowser;

beforeAll(async () => {
  city = await startCity(QUICK_DAYS);
  browser = await openBrowser({ width: 320, height: 180, reducedMotion: true });
});

afterAll(async () => {
  await browser?.close();
  await city?.stop();
  city?.clean();
});

describe("the city page", () => {
  it("[E2E-1] shows people walking: they are somewhere else in a later frame, and so are their pixels", async () => {
    const { page, noise } = await openCityPage(browser, city.url);
    const changes: number[] = [];
    await waitFor(
      async () => {
        await lookAtSomebody(page);
        changes.push(...(await changesWherePeopleLeft(page)));
        return changes.some((change) => change > PEOPLE_STAND_OUT);
      },
      {
        limitMs: 90_000,
        what: () => `pixels to change where people left; by now: ${changes.map(Math.round)}`,
      },
    );
    expect(noise).toEqual([]);
    await page.close();
  });

  it("[E2E-2] opens the panel of the agent and of the building that were clicked", async () => {
    const { page, noise } = await openCityPage(browser, city.url);
    const panel = page.getByTestId("panel");
    const somebody = await clickOn(page, "agent");
    const agent = somebody.id;
    await panel.waitFor();
    expect(await panel.getAttribute("data-subject")).toBe(agent);
    const { name } = await inspect<AgentDetail>(`agents/${agent}`);
    await panel.getByRole("heading", { name, exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });

    const { id: building } = await clickOn(page, "building", somebody);
    await panel.waitFor();
    expect(await panel.getAttribute("data-subject")).toBe(building);
    const { address } = await inspect<BuildingDetail>(`buildings/${building}`);
    await panel.getByRole("heading", { name: address, exact: true }).waitFor();
    expect(noise).toEqual([]);
    await page.close();
  });

  it("[E2E-3] moves the camera by keys, keeps it in the address, and finds it there after a reload", async () => {
    const { page, noise } = await openCityPage(browser, city.url);
    await page.waitForURL(/cam=/);
    const { id: building } = await placeToClick(page, "building");
    const whereIs = async () => {
      const at = await page.evaluate((id) => window.__borough?.project(id) ?? null, building);
      if (at === null) throw new Error(`${building} is not in the picture`);
      return at;
    };
    const start = { address: page.url(), at: await whereIs() };
    await page.keyboard.press("ArrowRight");
    await page.waitForURL((url) => url.href !== start.address);
    const moved = { address: page.url(), at: await whereIs() };
    expect(moved.at.x).toBeLessThan(start.at.x - 2);
    await page.keyboard.press("Shift+ArrowLeft");
    await page.waitForURL((url) => bearingOf(url.href) !== bearingOf(moved.address));
    const turned = { address: page.url(), at: await whereIs() };

    await page.reload();
    await untilDrawn(page);
    const again = await whereIs();
    expect(Math.hypot(again.x - turned.at.x, again.y - turned.at.y)).toBeLessThan(2);
    expect(page.url()).toBe(turned.address);
    expect(noise).toEqual([]);
    await page.close();
  });

  it("[E2E-4] fits a phone with its drawers open, and tells what happens in the city", async () => {
    const { page, noise } = await openCityPage(browser, city.url);
    await page.setViewportSize(PHONE);
    await page.getByRole("button", { name: "What happens" }).click();
    const drawer = page.getByRole("complementary", { name: "What happens" });
    await drawer.getByRole("listitem").first().waitFor({ timeout: 60_000 });
    expect(await drawer.getByRole("listitem").first().textContent()).toMatch(/\S.*Day \d+, \d\d:\d\d$/);
    const [widthPx, outside] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      [...document.querySelectorAll("main button, main aside, main section, main nav")]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .map((element) => element.getBoundingClientRect())
        .filter((box) => box.width > 1 && (box.left < 0 || box.right > innerWidth)).length,
    ]);
    expect([widthPx, outside]).toEqual([PHONE.width, 0]);
    expect(noise).toEqual([]);
    await page.close();
  });

  it("[E2E-7] leaves the way in and every tool free, on a phone held either way", async () => {
    const { page, noise } = await openCityPage(browser, city.url);
    for (const size of [PHONE, { width: 320, height: 568 }, { width: 844, height: 390 }]) {
      await page.setViewportSize(size);
      const covered = await page.evaluate(() =>
        [...document.querySelectorAll("main header a, main nav button")]
          .filter((element) => element.checkVisibility())
          .filter((element) => {
            const { left, right, top, bottom } = element.getBoundingClientRect();
            const isFree = (x: number) => element.contains(document.elementFromPoint(x, (top + bottom) / 2));
            return !isFree(left + 3) || !isFree(right - 3);
          })
          .map((element) => element.ariaLabel ?? element.textContent),
      );
      expect([size, covered]).toEqual([size, []]);
    }
    expect(noise).toEqual([]);
    await page.close();
  });

  it("[E2E-8] follows somebody indoors by the building they are in, and says so", async () => {
    let tried = 0;
    await waitFor(async () => (await followsIndoors(tried++)) === "followed", {
      limitMs: 120_000,
      what: () => `somebody to stay indoors while they are followed, ${tried} were tried`,
    });
  });

  it("[E2E-5] says live only while the city is: not while its worker is halted, and again when it goes on", async () => {
    const { page, noise } = await openCityPage(browser, city.url);
    const badge = page.locator("[data-freshness]");
    await page.locator("[data-freshness=live]").waitFor();
    const worker = city.processes().get("worker") ?? 0;
    process.kill(worker, "SIGSTOP");
    try {
      await page.locator("[data-freshness=delayed]").waitFor({ timeout: 60_000 });
      await page.evaluate(() => {
        const shown = document.querySelector("[data-freshness]");
        if (shown)
          new MutationObserver(
            () => shown.getAttribute("data-freshness") === "live" && shown.setAttribute("data-wrong", ""),
          ).observe(shown, { attributeFilter: ["data-freshness"] });
      });
      const delayedS = async () =>
        Number.parseInt(((await badge.textContent()) ?? "").replace(/\D+/, ""), 10);
      const firstS = await delayedS();
      await waitFor(async () => (await delayedS()) >= firstS + 3, {
        limitMs: 60_000,
        what: () => "the lateness to grow",
      });
      expect(await badge.getAttribute("data-wrong")).toBeNull();
    } finally {
      process.kill(worker, "SIGCONT");
    }
    await page.locator("[data-freshness=live]").waitFor({ timeout: 60_000 });
    expect(city.processes().get("worker")).toBe(worker);
    expect(noise).toEqual([]);
    await page.close();
  });

  it("[E2E-6] is bright at noon and dark at night", async () => {
    // The same city, its clock at full speed: a day of 24 seconds.
    await city.stop();
    city = await startCity({ ...QUICK_DAYS, CLOCK_SPEED: "3600" }, city.dataDir);
    const { page, noise } = await openCityPage(browser, city.url);
    const measured = new Map<string, number>();
    while (measured.size < 2) {
      const time = await page.waitForFunction(
        (known) => {
          const hour = Number(/(\d\d):\d\d/.exec(document.body.textContent)?.[1] ?? 6);
          const now = hour >= 11 && hour <= 13 ? "noon" : hour >= 23 || hour <= 1 ? "night" : null;
          return now !== null && !known.includes(now) ? now : null;
        },
        [...measured.keys()],
        { timeout: 90_000 },
      );
      measured.set((await time.jsonValue()) ?? "", brightness(await grabFrame(page)));
    }
    const noon = measured.get("noon") ?? 0;
    const night = measured.get("night") ?? 255;
    expect(noon).toBeGreaterThan(60);
    expect(night).toBeLessThan(noon / 2);
    expect(noise).toEqual([]);
    await page.close();
  });
});

async function inspect<Detail>(path: string): Promise<Detail> {
  const response = await fetch(`${city.url}/api/v1/inspect/${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Detail;
}

/** Follows somebody who is indoors; they may have come out before the page saw them. */
async function followsIndoors(nth: number): Promise<"followed" | "came out"> {
  const { building, person } = await somebodyIndoors(nth);
  const { page, noise } = await openCityPage(browser, city.url, `&sel=${person}`);
  try {
    await page.getByTestId("panel").getByText("Inside", { exact: true }).waitFor({ timeout: 5_000 });
    await page.keyboard.press("f");
    await page.getByText(/^Indoors: the view waits/).waitFor({ timeout: 5_000 });
    await page.waitForFunction(
      (id) => {
        const at = window.__borough?.project(id);
        return at && Math.abs(at.x - innerWidth / 2) < 20;
      },
      building,
      { timeout: 5_000 },
    );
    expect(noise).toEqual([]);
    return "followed";
  } catch (error) {
    if ((await inspect<AgentDetail>(`agents/${person}`)).inside !== building) return "came out";
    throw error;
  } finally {
    await page.close();
  }
}

async function somebodyIndoors(nth: number) {
  const reply = await fetch(`${city.url}/api/v1/parcels?use=home&limit=50`);
  const { parcels } = (await reply.json()) as ParcelPage;
  const found: { readonly building: string; readonly person: string }[] = [];
  for (const { building } of parcels) {
    if (building === null || found.length > nth) continue;
    const [first] = (await inspect<BuildingDetail>(`buildings/${building}`)).inside;
    if (first !== undefined) found.push({ building, person: first.id });
  }
  const last = found.at(-1);
  if (last === undefined) throw new Error("nobody is at home");
  return last;
}

function bearingOf(address: string): string | undefined {
  return new URL(address).searchParams.get("cam")?.split(",")[3];
}

/** Goes so near to somebody that people fill some pixels, then lets them go and holds the camera still. */
async function lookAtSomebody(page: Page): Promise<void> {
  await page.keyboard.press("Home");
  await clickOn(page, "agent");
  for (const key of ["f", "+", "+", "f", "Escape"]) await page.keyboard.press(key);
}

/** By how much more than elsewhere places changed that agents left, over some frames. */
async function changesWherePeopleLeft(page: Page): Promise<number[]> {
  const frames: Frame[] = [];
  const changes: number[] = [];
  for (let i = 0; i < FRAMES; i++) {
    const later = await grabFrame(page);
    for (const first of frames) {
      const usual = usualChange(first, later);
      for (const at of placesLeft(first, later))
        changes.push(changeAt(first, later, at, HALF_PATCH_PX) - usual);
    }
    frames.push(later);
  }
  return changes;
}

/** Where agents of the first frame were and nobody is in the later one. */
function placesLeft(first: Frame, later: Frame): Point[] {
  return [...first.agents]
    .filter(([id, at]) => {
      const now = later.agents.get(id);
      return (
        now !== undefined &&
        Math.hypot(now.x - at.x, now.y - at.y) > AWAY_PX &&
        nearestAgent(later, at) > AWAY_PX
      );
    })
    .map(([, at]) => at);
}

/** By how much places that nobody was or is near have changed: the light, and what moves by itself. The 19th of 20. */
function usualChange(first: Frame, later: Frame): number {
  const changes: number[] = [];
  for (let y = 4; y < first.height; y += 6) {
    for (let x = 4; x < first.width; x += 6) {
      const at = { x, y };
      if (nearestAgent(first, at) > AWAY_PX && nearestAgent(later, at) > AWAY_PX) {
        changes.push(changeAt(first, later, at, HALF_PATCH_PX));
      }
    }
  }
  changes.sort((a, b) => a - b);
  return changes[Math.floor(changes.length * 0.95)] ?? 0;
}
