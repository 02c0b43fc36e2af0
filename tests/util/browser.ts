import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

export interface TestBrowser {
  readonly context: BrowserContext;
  /** A page whose console warnings, errors and failed requests are collected in `noise`. */
  newPage(): Promise<{ page: Page; noise: string[] }>;
  close(): Promise<void>;
}

export interface BrowserOptions {
  readonly width: number;
  readonly height: number;
  readonly reducedMotion?: boolean;
  readonly touch?: boolean;
  /** Lets a test put its own script into a page, whatever the page's policy says. */
  readonly bypassCsp?: boolean;
}

/** A real Chromium with software WebGL2 and an empty profile. */
export async function openBrowser(options: BrowserOptions): Promise<TestBrowser> {
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  const profile = mkdtempSync(path.join(tmpdir(), "borough-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    ignoreDefaultArgs: ["--headless"],
    args: FLAGS,
    viewport: { width: options.width, height: options.height },
    reducedMotion: options.reducedMotion ? "reduce" : "no-preference",
    hasTouch: options.touch ?? false,
    bypassCSP: options.bypassCsp ?? false,
  });
  return {
    context,
    newPage: async () => {
      const page = await context.newPage();
      const noise: string[] = [];
      page.on("console", (message) => {
        // Software WebGL reports slow read-backs of the test's own screenshots; they are not the page's doing.
        if (/GPU stall due to ReadPixels/.test(message.text())) return;
        if (message.type() === "error" || message.type() === "warning")
          noise.push(`${message.type()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => noise.push(`exception: ${error.message}`));
      page.on("requestfailed", (request) => {
        if (request.failure()?.errorText !== "net::ERR_ABORTED") noise.push(`failed: ${request.url()}`);
      });
      return { page, noise };
    },
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
