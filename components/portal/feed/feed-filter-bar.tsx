"use client";

import { type ReactNode, useEffect, useState } from "react";
import { formatId, type IdPrefix, MAIN_WORLD, parseId } from "#city/ids.ts";
import { FEED_KINDS } from "#city/protocol/messages.ts";
import { useText } from "#components/i18n/use-text.ts";
import { AgentPicker } from "#components/portal/agent-picker.tsx";
import { fetchIndex } from "#components/scene/worker/plan-source.ts";
import { type Choice, Select, TextInput } from "#components/ui/text-input.tsx";
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
      <IdInput
        label={t("parcel")}
        prefix="prc"
        value={filters.parcel}
        onChange={(parcel) => onChange({ parcel })}
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

interface IdInputProps {
  readonly label: string;
  readonly prefix: IdPrefix;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Takes a whole id or nothing, so that nobody asks for half of one. */
function IdInput({ label, prefix, value, onChange }: IdInputProps) {
  const t = useText("feed");
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const isWhole = typed === "" || parseId(prefix, typed).ok;
  return (
    <TextInput
      label={label}
      value={typed}
      placeholder={formatId(prefix, MAIN_WORLD, 0)}
      spellCheck={false}
      autoCapitalize="none"
      {...(isWhole ? {} : { error: t("badId") })}
      onChange={(event) => {
        const text = event.target.value.trim();
        setTyped(text);
        if (text === "" || parseId(prefix, text).ok) onChange(text);
      }}
    />
  );
}
