"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { AccountMenu } from "#components/portal/account-menu.tsx";
import { Mark } from "#components/portal/mark.tsx";
import type { Theme } from "#components/portal/theme.ts";

interface AuthShellProps {
  readonly theme: Theme;
  /** The picture beside the form, where there is room for it. */
  readonly picture: ReactNode;
  readonly children: ReactNode;
}

/** The frame of the pages before the portal: one thing to do, and the city beside it. */
export function AuthShell({ theme, picture, children }: AuthShellProps) {
  const t = useText("frame");
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(480px,5fr)_6fr]">
      <div className="flex min-w-0 flex-col">
        <header className="flex items-center justify-between px-5 py-4 sm:px-8 sm:py-6">
          <Link
            href="/"
            prefetch={false}
            aria-label={t("city")}
            className="-ml-1.5 flex min-h-11 items-center gap-2.5 rounded-md px-1.5 font-semibold tracking-tight"
          >
            <Mark className="size-8" />
            Borough
          </Link>
          <AccountMenu theme={theme} />
        </header>
        <main id="content" className="grid flex-1 items-center px-5 pt-4 pb-16 sm:px-8">
          <div className="mx-auto w-full max-w-[400px]">{children}</div>
        </main>
      </div>
      <aside className="relative hidden overflow-hidden lg:block">{picture}</aside>
    </div>
  );
}

interface AuthHeadProps {
  readonly title: string;
  readonly text?: ReactNode;
}

/** The title of such a page. */
export function AuthHead({ title, text }: AuthHeadProps) {
  return (
    <header className="mb-7">
      <h1 className="text-2xl font-semibold tracking-[-0.02em]">{title}</h1>
      {text && <p className="mt-1.5 text-muted">{text}</p>}
    </header>
  );
}

/** A quiet line below the form that leads elsewhere. */
export function AuthFoot({ children }: { readonly children: ReactNode }) {
  return <p className="mt-7 text-sm text-muted">{children}</p>;
}

/** A link inside running text. */
export function TextLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link
      href={href}
      className="inline-flex min-h-6 items-center font-medium text-accent underline underline-offset-3 hover:text-accent-strong"
    >
      {children}
    </Link>
  );
}
