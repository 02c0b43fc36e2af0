"use client";

import { useDeferredValue, useState } from "react";
import { MAIN_WORLD, parseId } from "#city/ids.ts";
import type { ParcelView } from "#city/protocol/estate-views.ts";
import type { SearchView } from "#city/protocol/search-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { Combobox } from "#components/ui/combobox.tsx";

interface ParcelPickerProps {
  readonly label: string;
  /** Id of the chosen one, or "". */
  readonly value: string;
  readonly onChange: (id: string) => void;
}

const QUERY_CHARS_MIN = 2;

/** Chooses a parcel by its address, as one types, or by a pasted id. */
export function ParcelPicker({ label, value, onChange }: ParcelPickerProps) {
  const t = useText("picker");
  /** As typed; null: the chosen one's address stands there. */
  const [text, setText] = useState<string | null>(null);
  const { data: chosen } = useApi<ParcelView>(value === "" ? null : `/parcels/${value}`);
  const asked = useDeferredValue((text ?? "").trim());
  const isLong = asked.length >= QUERY_CHARS_MIN;
  const { data, problem } = useApi<SearchView>(isLong ? `/search?q=${encodeURIComponent(asked)}` : null);
  const found = data?.parcels ?? [];
  const told =
    problem !== null
      ? t("silent")
      : data === undefined
        ? t("searching")
        : t("foundParcels", { n: found.length });
  const choose = (id: string) => {
    setText(null);
    onChange(id);
  };
  return (
    <Combobox
      label={label}
      hint={chosen === undefined ? t("hintParcel") : chosen.id}
      text={text ?? chosen?.address ?? value}
      onText={(next) => {
        const id = next.trim();
        if (isParcel(id)) choose(id);
        else {
          setText(next);
          if (value !== "") onChange("");
        }
      }}
      options={found.map(({ id, address }) => ({ value: id, content: address }))}
      status={value === "" && isLong ? told : null}
      onChoose={choose}
    />
  );
}

/** True for the whole id of a parcel of this city. */
export function isParcel(text: string): boolean {
  const id = parseId("prc", text);
  return id.ok && id.value.world === MAIN_WORLD;
}
