// Takes a picture of every page, light and dark, into docs/portal: node tests/portal/pictures.ts
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { openBrowser } from "#tests/util/browser.ts";
import { untilDrawn } from "#tests/util/city-page.ts";
import {
  adminTokenOf,
  becomeIn,
  giveSecondFactor,
  newPortalPerson,
  type PortalPerson,
} from "#tests/util/portal-people.ts";
import { startCity } from "#tests/util/running-city.ts";
import { wearTheme } from "#tests/util/wear-theme.ts";
import { addressOfPage, PAGES, visitsOf } from "./pages.ts";
import { PLAIN_WORDS, settle } from "./settled-person.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../docs/portal");
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
/** Pages that are shown on a phone, too. */
const ON_PHONES = [
  "/sign-in",
  "/portal",
  "/portal/agents/new",
  "/properties",
  "/properties/[id]",
  "/wallet",
  "/feed",
];
const BYTES_MAX = 60_000;
/** What is drawn with many colours is better off as JPEG: its quality, the first that fits. */
const COLOURS = 96;
const QUALITIES = [72, 55, 40, 25];

async function takeAll(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const city = await startCity();
  const url = city.url.replace("127.0.0.1", "localhost");
  const browser = await openBrowser({ ...DESK, reducedMotion: true });
  try {
    const admin = await newPortalPerson(url, "Robin", await adminTokenOf(city));
    await giveSecondFactor(admin);
    const person = await newPortalPerson(url, "Ada");
    const ids = await settle(url, person, PLAIN_WORDS);
    const { page } = await browser.newPage();
    const people: readonly (PortalPerson | null)[] = [null, person, admin];
    for (const [level, who] of people.entries()) {
      await becomeIn(browser.context, url, who);
      for (const name of visitsOf(level)) {
        await show(
          page,
          `${url}${addressOfPage(name, ids)}${name === "/" ? "?quality=low" : ""}`,
          name === "/",
        );
        await takeBoth(page, name, DESK, "");
        if (ON_PHONES.includes(name)) await takeBoth(page, name, PHONE, "-phone");
        await page.setViewportSize(DESK);
      }
    }
  } finally {
    await browser.close();
    await city.stop();
    city.clean();
  }
}

async function show(page: Page, address: string, isCity: boolean): Promise<void> {
  await page.goto(address);
  if (isCity) return untilDrawn(page);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForFunction(() => document.querySelector(".animate-sheen, .animate-spin") === null);
}

async function takeBoth(page: Page, name: string, size: typeof DESK, suffix: string): Promise<void> {
  await page.setViewportSize(size);
  for (const theme of ["light", "dark"] as const) {
    await wearTheme(page, theme);
    const file = name === "/" ? "city" : name.slice(1).replaceAll("/", "-").replace("[id]", "one");
    await write(await page.screenshot({ timeout: 120_000 }), path.join(FOLDER, `${file}${suffix}-${theme}`));
  }
}

async function write(picture: Buffer, file: string): Promise<void> {
  for (const ending of ["png", "jpg"]) rmSync(`${file}.${ending}`, { force: true });
  const flat = await sharp(picture).png({ palette: true, colours: COLOURS, effort: 8, dither: 0 }).toBuffer();
  if (flat.length <= BYTES_MAX) return writeFileSync(`${file}.png`, flat);
  for (const quality of QUALITIES) {
    const rich = await sharp(picture).jpeg({ quality, mozjpeg: true }).toBuffer();
    if (rich.length <= BYTES_MAX || quality === QUALITIES.at(-1)) return writeFileSync(`${file}.jpg`, rich);
  }
}

await takeAll();
process.stdout.write(`${Object.keys(PAGES).length} pages are in ${FOLDER}\n`);
