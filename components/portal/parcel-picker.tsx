"use client";

import { useState } from "react";
import { MAIN_WORLD, parseId } from "#city/ids.ts";
import type { ParcelView } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { Combobox } from "#components/ui/combobox.tsx";
import { useSearch } from "./use-search.ts";

interface ParcelPickerProps {
  readonly label: string;
  /** Id of the chosen one, or "". */
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** Chooses a parcel by its address, as one types, or by a pasted id. */
export function ParcelPicker({ label, value, onChange }: ParcelPickerProps) {
  const t = useText("picker");
  /** As typed; null: the chosen one's address stands there. */
  const [text, setText] = useState<string | null>(null);
  const { data: chosen } = useApi<ParcelView>(value === "" ? null : `/parcels/${value}`);
  const { view, status } = useSearch(text ?? "", ({ parcels }) => t("foundParcels", { n: parcels.length }));
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
      options={(view?.parcels ?? []).map(({ id, address }) => ({ value: id, content: address }))}
      status={value === "" ? status : null}
      onChoose={choose}
    />
  );
}

/** True for the whole id of a parcel of this city. */
export function isParcel(text: string): boolean {
  const id = parseId("prc", text);
  return id.ok && id.value.world === MAIN_WORLD;
}
