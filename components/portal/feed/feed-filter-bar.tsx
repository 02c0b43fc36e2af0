"use client";

import { type ReactNode, useEffect, useState } from "react";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { FEED_KINDS } from "#city/protocol/messages.ts";
import { useText } from "#components/i18n/use-text.ts";
import { AgentPicker } from "#components/portal/agent-picker.tsx";
import { ParcelPicker } from "#components/portal/parcel-picker.tsx";
import { fetchIndex } from "#components/scene/worker/plan-source.ts";
import { type Choice, Select } from "#components/ui/text-input.tsx";
import type { FeedFilters } from "./feed-line.ts";

interface FeedFilterBarProps {
  readonly filters: FeedFilters;
  readonly onChange: (change: Partial<FeedFilters>) => void;
  readonly children: ReactNode;
}

/** Chooses which lines of the feed are shown. */
export function FeedFilterBar({ filters, onChange, children }: FeedFilterBarProps) {
  const t = useText("feed");
  const districts = useDistricts();
  const any = { value: "", label: t("any") };
  return (
    <search className="grid grid-cols-2 items-start gap-3 lg:grid-cols-[1fr_1fr_1fr_1fr_auto]">
      <Select
        label={t("kind")}
        value={filters.kind}
        onChange={(event) => onChange({ kind: event.target.value })}
        choices={[any, ...FEED_KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))]}
      />
      <Select
        label={t("district")}
        value={filters.district}
        onChange={(event) => onChange({ district: event.target.value })}
        choices={[any, ...districts]}
      />
      <AgentPicker
        label={t("agent")}
        whom="seen"
        value={filters.agent}
        onChange={(agent) => agent !== filters.agent && onChange({ agent })}
      />
      <ParcelPicker
        label={t("parcel")}
        value={filters.parcel}
        onChange={(parcel) => parcel !== filters.parcel && onChange({ parcel })}
      />
      <div className="max-lg:col-span-2 lg:pt-7">{children}</div>
    </search>
  );
}

/** Names of the districts, once the plan's index is there; without it the list can still be read. */
function useDistricts(): readonly Choice[] {
  const [choices, setChoices] = useState<readonly Choice[]>([]);
  useEffect(() => {
    let gone = false;
    fetchIndex().then(
      ({ index }) => {
        if (gone) return;
        setChoices(
          index.districts.map(({ index: number, name }) => ({
            value: formatId("dst", MAIN_WORLD, number),
            label: name,
          })),
        );
      },
      () => {},
    );
    return () => {
      gone = true;
    };
  }, []);
  return choices;
}
