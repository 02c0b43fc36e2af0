import { useTranslations } from "use-intl";
import type { Catalog, CityTexts } from "./catalog.ts";
import type { Locale } from "./locales.ts";

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Catalog & { readonly city: CityTexts };
  }
}

/** The texts of an area of the catalog in the visit's language: `const t = useText("wallet"); t("title")`. */
export const useText = useTranslations;
