import type { Page } from "playwright-core";
import type { TestBrowser } from "./browser.ts";
import type { Point } from "./frame-pixels.ts";

const OPEN_LIMIT_MS = 120_000;

export interface CityPage {
  readonly page: Page;
  /** What the console complained of, and requests that failed. */
  readonly noise: readonly string[];
}

/** Opens the city at low quality and waits until it is drawn whole and lives. `query` begins with "&". */
export async function openCityPage(browser: TestBrowser, url: string, query = ""): Promise<CityPage> {
  const { page, noise } = await browser.newPage();
  await page.goto(`${url}/?quality=low${query}`);
  await untilDrawn(page);
  return { page, noise };
}

/** Waits until the city is drawn whole and has been heard of. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.waitForFunction(() => window.__borough?.ready === true && window.__borough.tick >= 0, null, {
    timeout: OPEN_LIMIT_MS,
  });
}

export interface Target extends Point {
  readonly id: string;
}

/**
 * The place nearest to the middle where a click meets somebody or a building, with nothing over it; waits for one.
 * It is not near `clicked`: a second click there would count as a double click.
 */
export async function placeToClick(
  page: Page,
  kind: "agent" | "building",
  clicked: Point = { x: -100, y: -100 },
): Promise<Target> {
  const found = await page.waitForFunction(
    ([prefix, last]) => {
      const handle = window.__borough;
      const canvas = document.querySelector("canvas");
      if (!handle || !canvas) return null;
      const isFree = (at: Point) =>
        Math.hypot(at.x - last.x, at.y - last.y) > 30 &&
        document.elementFromPoint(at.x, at.y) === canvas &&
        handle.pick(at.x, at.y)?.startsWith(prefix);
      const rows = Math.floor(canvas.clientHeight / 10);
      const columns = Math.floor(canvas.clientWidth / 10);
      const grid = Array.from({ length: rows * columns }, (_, i) => {
        return { x: 5 + 10 * (i % columns), y: 5 + 10 * Math.floor(i / columns) };
      });
      const agents = handle.agents().flatMap((id) => handle.project(id) ?? []);
      const fromMiddle = ({ x, y }: Point) =>
        Math.hypot(x - canvas.clientWidth / 2, y - canvas.clientHeight / 2);
      const places = prefix === "agt_" ? agents : grid;
      const at = places.sort((a, b) => fromMiddle(a) - fromMiddle(b)).find(isFree);
      return at ? { ...at, id: handle.pick(at.x, at.y) ?? "" } : null;
    },
    [kind === "agent" ? "agt_" : "bld_", clicked] as const,
    { timeout: 60_000 },
  );
  return found.evaluate((at) => at ?? { x: -1, y: -1, id: "" });
}

/** Clicks there; the id that the picture showed under the pointer at that moment (people walk on while the mouse moves). */
async function clickCity(page: Page, { x, y }: Point): Promise<string | null> {
  // Listening before the click is sent: input may overtake a script.
  const hits = await page.evaluateHandle(() => {
    const ids: (string | null)[] = [];
    const note = (event: PointerEvent) =>
      ids.push(window.__borough?.pick(event.clientX, event.clientY) ?? null);
    window.addEventListener("pointerup", note, { capture: true, once: true });
    return ids;
  });
  await page.mouse.click(x, y);
  await page.waitForFunction((ids) => ids.length > 0, hits);
  return hits.evaluate(([id]) => id ?? null);
}

const CLICKS_MAX = 20;

/**
 * Clicks until a click meets what it was meant for, as a person does whose target walks: at a fast clock a body is gone
 * between the look and the click. Gives what was hit, and where.
 */
export async function clickOn(page: Page, kind: "agent" | "building", clicked?: Point): Promise<Target> {
  let last = clicked;
  for (let clicks = 0; clicks < CLICKS_MAX; clicks++) {
    const target = await placeToClick(page, kind, last);
    const id = await clickCity(page, target);
    if (id?.startsWith(kind === "agent" ? "agt_" : "bld_")) return { ...target, id };
    await page.keyboard.press("Escape");
    last = target;
  }
  throw new Error(`${CLICKS_MAX} clicks met no ${kind}`);
}
