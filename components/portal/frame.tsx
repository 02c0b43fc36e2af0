"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { AccountMenu } from "./account-menu.tsx";
import { Mark } from "./mark.tsx";
import { isAt, MAIN_NAV } from "./nav-items.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { PaletteButton } from "./palette-button.tsx";
import { usePerson } from "./person.tsx";
import { PhoneNav } from "./phone-nav.tsx";
import type { Theme } from "./theme.ts";

interface FrameProps {
  readonly theme: Theme;
  readonly children: ReactNode;
}

/** What surrounds every page of the portal. The page itself brings its PageHead. */
export function Frame({ theme, children }: FrameProps) {
  const t = useText("frame");
  const person = usePerson();
  return (
    <div className="flex min-h-dvh flex-col max-sm:pb-[calc(4rem+env(safe-area-inset-bottom))]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-60 focus:rounded-md focus:bg-raised focus:px-4 focus:py-2.5 focus:text-sm focus:font-medium focus:shadow-pop"
      >
        {t("skip")}
      </a>
      <header className="sticky top-0 z-40 border-b border-line bg-page/92 backdrop-blur-md">
        <div className="mx-auto flex h-15 max-w-[1200px] items-center gap-2 px-4 sm:px-6">
          <Link
            href="/"
            prefetch={false}
            aria-label={t("city")}
            className="-ml-1.5 flex min-h-11 items-center gap-2.5 rounded-md px-1.5 font-semibold tracking-tight"
          >
            <Mark className="size-8" />
            <span className="max-[400px]:sr-only sm:max-lg:sr-only">Borough</span>
          </Link>
          <MainNav />
          <div className="ml-auto flex items-center gap-1">
            <PaletteButton theme={theme} />
            {person === null && (
              <ButtonLink href="/sign-in" size="small" tone="primary" className="ml-1">
                {t("signIn")}
              </ButtonLink>
            )}
            <AccountMenu theme={theme} />
          </div>
        </div>
      </header>
      <OfflineBanner />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-[1200px] flex-1 px-4 pt-7 pb-14 outline-none sm:px-6 sm:pt-10"
      >
        {children}
      </main>
      <PhoneNav />
    </div>
  );
}

const NAV_LINK =
  "relative flex items-center rounded-md px-2.5 text-sm text-muted -outline-offset-2 transition-colors hover:text-ink lg:px-3";

function MainNav() {
  const t = useText("frame");
  const pathname = usePathname();
  return (
    <nav aria-label={t("main")} className="ml-3 hidden h-full items-stretch gap-0.5 sm:flex lg:ml-7">
      <Link href="/" prefetch={false} className={cx(NAV_LINK, "max-lg:hidden")}>
        {t("cityPage")}
      </Link>
      {MAIN_NAV.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={isAt(pathname, item.href) ? "page" : undefined}
          className={cx(
            NAV_LINK,
            "aria-[current=page]:font-medium aria-[current=page]:text-ink",
            "aria-[current=page]:after:absolute aria-[current=page]:after:inset-x-2.5 aria-[current=page]:after:-bottom-px aria-[current=page]:after:h-0.5 aria-[current=page]:after:rounded-full aria-[current=page]:after:bg-accent",
          )}
        >
          {t(item.text)}
        </Link>
      ))}
    </nav>
  );
}
