"use client";

import { Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { BUILDING_USES } from "#city/plan/types.ts";
import { PARCEL_FILTERS, PARCEL_SORTS, type ParcelPage } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { usePlan } from "#components/portal/map/use-plan.ts";
import { usePerson } from "#components/portal/person.tsx";
import { Button } from "#components/ui/button.tsx";
import { Select, TextInput } from "#components/ui/text-input.tsx";
import type { Filters } from "./use-parcel-filters.ts";

interface ParcelFiltersProps {
  readonly filters: Filters;
  readonly counts: ParcelPage["counts"] | undefined;
  readonly isFiltered: boolean;
  readonly onChange: (change: Partial<Filters>) => void;
  readonly onClear: () => void;
}

const TYPING_MS = 350;

/** Chooses which parcels the registry shows. */
export function ParcelFilters({ filters, counts, isFiltered, onChange, onClear }: ParcelFiltersProps) {
  const t = useText("property");
  const person = usePerson();
  const { plan } = usePlan();
  const any = { value: "", label: t("filter.any") };
  const states = PARCEL_FILTERS.filter((state) => state !== "mine" || person !== null).map((state) => ({
    value: state,
    label: counts ? `${t(`states.${state}`)} (${counts[state]})` : t(`states.${state}`),
  }));
  const districts = (plan?.index.districts ?? []).map(({ index, name }) => ({
    value: formatId("dst", MAIN_WORLD, index),
    label: name,
  }));
  return (
    <search className="grid grid-cols-2 items-end gap-3 md:grid-cols-3 lg:grid-cols-[2fr_1fr_1fr_1fr_1.4fr_auto]">
      <SearchField value={filters.text} onChange={(text) => onChange({ text })} />
      <Select
        label={t("filter.state")}
        value={filters.state}
        onChange={(event) => onChange({ state: event.target.value })}
        choices={[counts ? { value: "", label: `${t("filter.any")} (${counts.all})` } : any, ...states]}
      />
      <Select
        label={t("filter.use")}
        value={filters.use}
        onChange={(event) => onChange({ use: event.target.value })}
        choices={[
          any,
          ...[...BUILDING_USES, "lot" as const].map((use) => ({ value: use, label: t(`uses.${use}`) })),
        ]}
      />
      <Select
        label={t("filter.district")}
        value={filters.district}
        onChange={(event) => onChange({ district: event.target.value })}
        choices={[any, ...districts]}
      />
      <Select
        label={t("filter.sort")}
        value={filters.sort || "price"}
        onChange={(event) => onChange({ sort: event.target.value })}
        choices={PARCEL_SORTS.map((sort) => ({ value: sort, label: t(`sorts.${sort}`) }))}
      />
      <Button
        tone="quiet"
        className="max-md:col-span-2"
        disabled={!isFiltered}
        onClick={onClear}
        icon={<X size={16} aria-hidden="true" />}
      >
        {t("clear")}
      </Button>
    </search>
  );
}

/** Waits until nobody types any more. */
function SearchField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const t = useText("property");
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = window.setTimeout(() => onChange(typed), TYPING_MS);
    return () => window.clearTimeout(timer);
  });
  return (
    <TextInput
      label={t("search")}
      type="search"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      before={<Search size={16} aria-hidden="true" />}
      className="max-lg:col-span-2 md:max-lg:col-span-1"
    />
  );
}
