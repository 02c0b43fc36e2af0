"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { isLocale } from "#components/i18n/locales.ts";
import { api } from "#components/net/api.ts";
import { usePerson } from "./person.tsx";
import { applyTheme, rememberChoice, type Theme, themeOf } from "./theme.ts";

export interface Choices {
  readonly theme: Theme;
  readonly chooseTheme: (value: string) => void;
  readonly chooseLocale: (value: string) => void;
}

/** Appearance and language: both are cookies of this browser; the language is also the account's, for its mail. */
export function useChoices(initial: Theme): Choices {
  const router = useRouter();
  const person = usePerson();
  const [theme, setTheme] = useState(initial);
  return {
    theme,
    chooseTheme: (value) => {
      const chosen = themeOf(value);
      rememberChoice("theme", chosen);
      applyTheme(chosen);
      setTheme(chosen);
    },
    chooseLocale: (value) => {
      if (!isLocale(value)) return;
      rememberChoice("locale", value);
      // Mail in the former language is all that is lost if this fails.
      if (person) void api.patch("/account", { locale: value });
      router.refresh();
    },
  };
}
