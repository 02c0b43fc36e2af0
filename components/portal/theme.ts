/** Light, dark, or whatever the system says. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export function themeOf(chosen: string | undefined): Theme {
  return THEMES.find((theme) => theme === chosen) ?? "system";
}

const YEAR_S = 31_536_000;

/** Remembers a choice of this browser where the server sees it, so that the first picture is right already. */
export function rememberChoice(name: "theme" | "locale", value: string): void {
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`;
}

/** Shows a theme at once. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}
