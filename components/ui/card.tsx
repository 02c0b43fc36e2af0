import type { ReactNode } from "react";
import { cx } from "./cx.ts";

interface CardProps {
  readonly title?: string;
  /** One sentence below the title. */
  readonly text?: ReactNode;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  /** Without inner spacing, for tables and lists that reach the edge. */
  readonly flush?: boolean;
  /** Level of the title in the page's outline. */
  readonly level?: 2 | 3;
  readonly id?: string;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** A piece of a page, with a title or without one. */
export function Card({ title, text, actions, flush, level = 2, id, className, children }: CardProps) {
  const Title = level === 2 ? "h2" : "h3";
  const empty = children === undefined || children === null || children === false;
  return (
    <section id={id} className={cx("card min-w-0", className)}>
      {title && (
        <header
          className={cx(
            "flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-5 pt-5 sm:px-6",
            empty && "pb-5",
          )}
        >
          <div className="min-w-0">
            <Title className="text-base font-semibold tracking-tight">{title}</Title>
            {text && <p className="mt-0.5 max-w-prose text-sm text-muted">{text}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
      )}
      {!empty && <div className={flush ? (title ? "mt-4" : "") : "p-5 sm:p-6"}>{children}</div>}
    </section>
  );
}
