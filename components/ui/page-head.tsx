import type { ReactNode } from "react";
import { type Crumb, Crumbs } from "./crumbs.tsx";

interface PageHeadProps {
  readonly title: ReactNode;
  /** One or two sentences: what this page is for. */
  readonly text?: ReactNode;
  readonly crumbs?: readonly Crumb[];
  /** A badge beside the title. */
  readonly badge?: ReactNode;
  /** Buttons, the main one last. */
  readonly actions?: ReactNode;
}

/** The head of every page: its one h1. */
export function PageHead({ title, text, crumbs, badge, actions }: PageHeadProps) {
  return (
    <header className="mb-6 sm:mb-8">
      {crumbs && <Crumbs crumbs={crumbs} />}
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-3">
            <h1 className="text-2xl font-semibold tracking-[-0.02em] text-balance break-words">{title}</h1>
            {badge}
          </div>
          {text && <p className="mt-1.5 max-w-[62ch] text-muted">{text}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
