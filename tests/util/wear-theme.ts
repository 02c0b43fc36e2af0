import type { Page } from "playwright-core";

/** Puts a theme on and waits until it is drawn. For pages without motion. */
export function wearTheme(page: Page, theme: "light" | "dark"): Promise<void> {
  return page.evaluate(async (name) => {
    document.documentElement.setAttribute("data-theme", name);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, theme);
}
