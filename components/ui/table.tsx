"use client";

import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export interface Column<TRow> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: TRow) => ReactNode;
  readonly align?: "left" | "right";
  /** The row's name: bold, and without a label where rows become cards. */
  readonly primary?: boolean;
  /** Keeps the head for those who hear the page: for columns of buttons. */
  readonly hideHead?: boolean;
}

interface TableProps<TRow> {
  /** What the table lists. */
  readonly label: string;
  readonly columns: readonly Column<TRow>[];
  readonly rows: readonly TRow[];
  readonly keyOf: (row: TRow) => string;
}

/** Rows of the same kind; on phones each becomes a card. Empty, loading and error states stand in its place. */
export function Table<TRow>({ label, columns, rows, keyOf }: TableProps<TRow>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="stack overflow-x-auto" aria-label={label} tabIndex={0}>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line text-left text-xs text-muted">
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={cx(
                  "px-3 py-2 font-medium first:pl-6 last:pr-6",
                  column.align === "right" && "text-right",
                )}
              >
                <span className={column.hideHead ? "sr-only" : undefined}>{column.head}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b border-line last:border-0 hover:bg-hover max-sm:py-3">
              {columns.map((column) => (
                <td
                  key={column.id}
                  data-label={column.hideHead ? "" : column.head}
                  data-primary={column.primary || undefined}
                  className={cx(
                    "px-3 py-3 align-middle first:pl-6 last:pr-6 max-sm:px-5! max-sm:py-1",
                    column.align === "right" && "text-right tabular-nums",
                    column.primary && "font-medium",
                  )}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface PagerProps {
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly label: string;
  readonly onMore: () => void;
}

/** The next page of a list that is read from its newest end. */
export function Pager({ hasMore, loading, label, onMore }: PagerProps) {
  if (!hasMore) return null;
  return (
    <div className="grid place-items-center border-t border-line p-3">
      <button
        type="button"
        className="min-h-10 cursor-pointer rounded-md px-4 text-sm font-medium text-accent hover:bg-hover aria-busy:opacity-60"
        aria-busy={loading || undefined}
        onClick={loading ? undefined : onMore}
      >
        {label}
      </button>
    </div>
  );
}
