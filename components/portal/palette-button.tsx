"use client";

import { Search } from "lucide-react";
import { type ComponentType, useEffect, useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import type { PaletteProps } from "./palette.tsx";
import type { Theme } from "./theme.ts";

/** Opens the command palette, also by Ctrl or Cmd and K. Its code comes with its first use. */
export function PaletteButton({ theme }: { readonly theme: Theme }) {
  const t = useText("frame");
  const [open, setOpen] = useState(false);
  const [Palette, setPalette] = useState<ComponentType<PaletteProps> | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      setOpen((was) => !was);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  useEffect(() => {
    // Without its code the button stays what it is; the next use tries again.
    if (open && !Palette)
      import("./palette.tsx").then(
        (module) => setPalette(() => module.Palette),
        () => setOpen(false),
      );
  }, [open, Palette]);
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
        className="flex size-10 cursor-pointer items-center justify-center gap-2 rounded-md text-sm text-muted hover:bg-hover hover:text-ink lg:w-auto lg:justify-start lg:border lg:border-line lg:bg-surface lg:px-3 pointer-coarse:min-h-11 pointer-coarse:min-w-11"
      >
        <Search size={17} aria-hidden="true" />
        <span className="max-lg:sr-only">{t("search")}</span>
        <kbd className="ml-4 hidden rounded-sm border border-line px-1.5 font-sans text-2xs lg:inline">
          {t("searchKeys")}
        </kbd>
      </button>
      {Palette && <Palette open={open} onOpenChange={setOpen} theme={theme} />}
    </>
  );
}
