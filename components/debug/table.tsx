import type { ReactNode } from "react";

interface Column {
  readonly title: string;
  /** What the figure means. */
  readonly hint?: string;
  /** Words start at the left, figures end at the right. */
  readonly words?: boolean;
}

interface Line {
  readonly key: string | number;
  readonly cells: readonly ReactNode[];
  /** Something is wrong with this line. */
  readonly alarm?: boolean;
}

interface TableProps {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly Column[];
  readonly lines: readonly Line[];
}

/** A card with a table that scrolls sideways on its own, its first column staying in sight. */
export function Table({ title, note, columns, lines }: TableProps) {
  return (
    <section aria-label={title} className="panel overflow-hidden">
      <div className="px-4 pt-3 pb-2">
        <h2 className="text-base font-semibold tracking-tight">{title}</h2>
        <p className="text-xs text-muted">{note}</p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section className="overflow-x-auto" tabIndex={0} aria-label={`${title}, scrolls sideways`}>
        <table className="w-full border-collapse text-sm whitespace-nowrap tabular-nums">
          <thead>
            <tr className="text-xs text-muted">
              {columns.map((column, i) => (
                <th
                  key={column.title}
                  scope="col"
                  title={column.hint}
                  className={`px-3 py-1.5 font-medium first:pl-4 last:pr-4 ${sideOf(column)} ${i === 0 ? PINNED : ""}`}
                >
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key} className={`border-t border-line ${line.alarm ? "text-bad" : ""}`}>
                {columns.map((column, i) => (
                  <td
                    key={column.title}
                    className={`px-3 py-1.5 first:pl-4 last:pr-4 ${sideOf(column)} ${i === 0 ? PINNED : ""}`}
                  >
                    {line.cells[i]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** Opaque, since the other columns pass beneath it. */
const PINNED = "sticky left-0 z-10 max-w-36 truncate bg-[light-dark(#f5f6f4,#0e141a)] sm:max-w-none";

function sideOf(column: Column): string {
  return column.words ? "text-left" : "text-right";
}
