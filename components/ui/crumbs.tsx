"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useText } from "#components/i18n/use-text.ts";

export interface Crumb {
  readonly href: string;
  readonly label: string;
}

/** The way to a page, from the outermost; the page itself is left out. */
export function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  const t = useText("kit");
  return (
    <nav aria-label={t("wayHere")} className="mb-2">
      <ol className="flex flex-wrap items-center gap-1 text-sm text-muted">
        {crumbs.map((crumb) => (
          <li key={crumb.href} className="flex items-center gap-1">
            <Link
              className="inline-flex min-h-6 items-center hover:text-ink hover:underline"
              href={crumb.href}
            >
              {crumb.label}
            </Link>
            <ChevronRight size={14} aria-hidden="true" />
          </li>
        ))}
      </ol>
    </nav>
  );
}
