"use client";

import { SearchX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { useApiPages } from "#components/net/use-api.ts";
import { Card } from "#components/ui/card.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { type Column, Pager, Table } from "#components/ui/table.tsx";
import { SearchBox } from "./search-box.tsx";

interface SearchListProps<
  TPage extends { readonly next: string | null },
  TRow extends { readonly id: string },
> {
  readonly label: string;
  /** What can be searched for; null: the list cannot be searched. */
  readonly hint: string | null;
  readonly path: string;
  readonly rowsOf: (page: TPage) => readonly TRow[];
  readonly columns: readonly Column<TRow>[];
  readonly empty: { readonly title: string; readonly text: string };
  readonly children?: ReactNode;
}

/** A long list of the administration, with a search in front of it. */
export function SearchList<
  TPage extends { readonly next: string | null },
  TRow extends { readonly id: string },
>(props: SearchListProps<TPage, TRow>) {
  const t = useText("admin");
  const { label, hint, path, rowsOf, columns, empty, children } = props;
  const [query, setQuery] = useState("");
  const search = query === "" ? path : `${path}?q=${encodeURIComponent(query)}`;
  const list = useApiPages<TPage>(search, (page) => page.next);
  const rows = list.pages.flatMap(rowsOf);
  return (
    <div className="grid gap-5">
      {hint !== null && <SearchBox label={t("search")} hint={hint} onSearch={setQuery} />}
      <Card title={label} flush>
        {list.loading ? (
          <SkeletonRows />
        ) : list.problem !== null && rows.length === 0 ? (
          <ErrorState problem={list.problem} onRetry={list.reload} />
        ) : rows.length === 0 ? (
          <EmptyState icon={<SearchX size={22} aria-hidden="true" />} title={empty.title} text={empty.text} />
        ) : (
          <Table label={label} columns={columns} rows={rows} keyOf={(row) => row.id} />
        )}
        <Pager hasMore={list.hasMore} loading={list.loadingMore} label={t("more")} onMore={list.more} />
      </Card>
      {children}
    </div>
  );
}
