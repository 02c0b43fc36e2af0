"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";

const NAMES = ["state", "use", "district", "sort", "owner", "text", "bbox"] as const;
export type FilterName = (typeof NAMES)[number];
export type Filters = { readonly [N in FilterName]: string };

/** The registry's filters: they live in the address, so that a list can be kept and sent. */
export function useParcelFilters(): {
  readonly filters: Filters;
  /** What GET /parcels is asked for. */
  readonly path: string;
  readonly isFiltered: boolean;
  readonly set: (change: Partial<Filters>) => void;
  readonly clear: () => void;
} {
  const search = useSearchParams();
  const router = useRouter();
  const pathname = usePathname();
  const filters = filtersIn(search);
  const go = (next: Filters) => {
    const query = queryOf(next);
    router.replace(query === "" ? pathname : `${pathname}?${query}`, { scroll: false });
  };
  const query = queryOf(filters);
  return {
    filters,
    path: query === "" ? "/parcels" : `/parcels?${query}`,
    isFiltered: NAMES.some((name) => name !== "sort" && name !== "bbox" && filters[name] !== ""),
    set: (change) => go({ ...filters, ...change }),
    clear: () => go({ ...filtersIn(null), sort: filters.sort }),
  };
}

function filtersIn(search: { get(name: string): string | null } | null): Filters {
  const of = (name: FilterName) => search?.get(name) ?? "";
  return {
    state: of("state"),
    use: of("use"),
    district: of("district"),
    sort: of("sort"),
    owner: of("owner"),
    text: of("text"),
    bbox: of("bbox"),
  };
}

function queryOf(filters: Filters): string {
  const set = NAMES.filter((name) => filters[name] !== "");
  return new URLSearchParams(set.map((name) => [name, filters[name]])).toString();
}
