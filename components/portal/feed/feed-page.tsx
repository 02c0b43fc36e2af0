"use client";

import { ArrowUp, Rss, X } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useText } from "#components/i18n/use-text.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/form.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { FeedFilterBar } from "./feed-filter-bar.tsx";
import { type FeedFilters, filterQuery, filtersIn, NO_FILTERS } from "./feed-line.ts";
import { FeedList } from "./feed-list.tsx";

/** Everything public that happens; filters and position live in the address. */
export function FeedPage() {
  const t = useText("feed");
  const router = useRouter();
  const search = useSearchParams();
  const filters = filtersIn(search);
  const at = search.get("at");
  const query = filterQuery(filters);
  const go = (next: FeedFilters) => {
    const text = filterQuery(next);
    router.replace(text === "" ? "/feed" : `/feed?${text}`, { scroll: false });
  };
  const suffix = query === "" ? "" : `?${query}`;
  return (
    <>
      <PageHead
        title={t("title")}
        text={t("text")}
        actions={
          <>
            <FileLink href={`/feed.rss${suffix}`} label={t("rss")} />
            <FileLink href={`/feed.json${suffix}`} label={t("json")} />
          </>
        }
      />
      <div className="grid gap-6">
        <FeedFilterBar filters={filters} onChange={(change) => go({ ...filters, ...change })}>
          <Button
            tone="quiet"
            disabled={query === ""}
            onClick={() => go(NO_FILTERS)}
            icon={<X size={16} aria-hidden="true" />}
          >
            {t("clear")}
          </Button>
        </FeedFilterBar>
        {at !== null && (
          <Callout>
            <div className="flex flex-wrap items-center justify-between gap-3">
              {t("fromHere")}
              <ButtonLink
                size="small"
                href={`/feed${suffix}`}
                icon={<ArrowUp size={15} aria-hidden="true" />}
              >
                {t("toNewest")}
              </ButtonLink>
            </div>
          </Callout>
        )}
        <FeedList key={`${query} ${at}`} filters={filters} at={at} />
      </div>
    </>
  );
}

/** A file and no page: the router must not take it over. */
function FileLink({ href, label }: { readonly href: string; readonly label: string }) {
  return (
    <a
      href={href}
      className="inline-flex min-h-10 items-center gap-2 rounded-md border border-line bg-raised px-3 text-sm font-medium shadow-card hover:border-edge pointer-coarse:min-h-11"
    >
      <Rss size={15} aria-hidden="true" />
      {label}
    </a>
  );
}
