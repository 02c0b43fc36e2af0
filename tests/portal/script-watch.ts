import type { BrowserContext, Page } from "playwright-core";

declare global {
  interface Window {
    __ran?: () => void;
    __watch?: { ran: number; refused: string[] };
  }
}

/** Notes on every page of a context what no page should do: run what somebody wrote, or ask elsewhere. */
export interface ScriptWatch {
  /** What was noted since the last time. */
  take(page: Page): Promise<readonly string[]>;
}

export async function watchScripts(context: BrowserContext, url: string): Promise<ScriptWatch> {
  const noted: string[] = [];
  const { host } = new URL(url);
  await context.addInitScript(() => {
    const watch: { ran: number; refused: string[] } = { ran: 0, refused: [] };
    window.__watch = watch;
    window.__ran = () => {
      watch.ran++;
    };
    document.addEventListener("securitypolicyviolation", (event) => {
      watch.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  context.on("page", (page) => {
    page.on("dialog", (dialog) => {
      noted.push(`a dialog said ${dialog.message()}`);
      void dialog.dismiss();
    });
  });
  context.on("request", (request) => {
    const asked = new URL(request.url());
    if (/^(https?|wss?):$/.test(asked.protocol) && asked.host !== host) noted.push(`asked ${asked.href}`);
  });
  return {
    async take(page) {
      const found = await page.evaluate(() => {
        const { ran = 0, refused = [] } = window.__watch ?? {};
        const dangerous = [...document.querySelectorAll("*")].flatMap((element) =>
          [...element.attributes]
            .filter(({ name, value }) => name.startsWith("on") || /^\s*(javascript|data:text)/i.test(value))
            .filter(
              ({ name }) => name.startsWith("on") || name === "href" || name === "src" || name === "action",
            )
            .map(({ name, value }) => `<${element.localName} ${name}="${value.slice(0, 60)}">`),
        );
        const foreign = [...document.querySelectorAll("iframe, object, embed, base, marquee, math")];
        return [
          ...(ran > 0 ? [`${ran} scripts ran`] : []),
          ...refused.map((what) => `the policy refused ${what}`),
          ...dangerous,
          ...foreign.map(({ localName }) => `<${localName}>`),
        ];
      });
      return [...noted.splice(0), ...found];
    },
  };
}

const OF_PEOPLE = new Set([
  "name",
  "persona",
  "goals",
  "title",
  "sign",
  "text",
  "reasoning",
  "key_name",
  "program",
  "model",
  "url",
  "base_url",
  "user_agent",
  "subject",
  "recipient",
  "email",
  "detail",
  "message",
  "body",
]);

/** The same answer with `text` in every field that people or agents fill. */
export function filledWith(text: string, value: unknown, name = ""): unknown {
  if (typeof value === "string") return OF_PEOPLE.has(name) ? text : value;
  if (Array.isArray(value)) return value.map((item) => filledWith(text, item, name));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledWith(text, item, key)]));
}
