"use client";

import { useCallback, useState } from "react";
import { formatId, MAIN_WORLD, parseId } from "#city/ids.ts";
import { localStreetAddressOf } from "#city/plan/address.ts";
import { BUILDING_USES } from "#city/plan/types.ts";
import { useText } from "#components/i18n/use-text.ts";
import { type MapParcel, parcelOf } from "#components/portal/map/map-parcel.ts";
import { PlanMap } from "#components/portal/map/plan-map.tsx";
import { type MapPlan, usePlan } from "#components/portal/map/use-plan.ts";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/form.tsx";
import { Select } from "#components/ui/text-input.tsx";
import { useToast } from "#components/ui/toast.tsx";

interface HomePickerProps {
  /** Id of a building, or null for one that the city chooses. */
  readonly home: string | null;
  readonly error: string | undefined;
  readonly onChange: (home: string | null) => void;
}

interface HomeChoice {
  readonly building: number;
  readonly parcel: number;
  readonly address: string;
  readonly room: number;
}

const HOME_USE = BUILDING_USES.indexOf("home");
const LOOK_SPAN_M = 320;

/** A home picked on the map, or from a list that says the same. */
export function HomePicker({ home, error, onChange }: HomePickerProps) {
  const t = useText("agents");
  const toast = useToast();
  const { plan } = usePlan();
  const building = buildingOf(home);
  const place = plan?.index.neighborhoods.find(
    ({ buildingBase, buildingCount }) =>
      building !== null && building >= buildingBase && building < buildingBase + buildingCount,
  );
  const [chosenPlace, setPlace] = useState<number | null>(null);
  const open = chosenPlace ?? place?.index ?? null;
  const homes = plan === null || open === null ? [] : homesOf(plan, open);
  const current = homes.find((choice) => choice.building === building);
  const parcel = plan === null || current === undefined ? null : parcelOf(plan, current.parcel);
  const cell = plan?.index.neighborhoods.find(({ index }) => index === open);
  const focus =
    parcel !== null
      ? { xM: parcel.xM, zM: parcel.zM, spanM: LOOK_SPAN_M }
      : cell === undefined
        ? null
        : { xM: cell.originXCm / 100 + 150, zM: cell.originZCm / 100 + 150, spanM: LOOK_SPAN_M };
  const paint = useCallback(
    (at: number) => (plan !== null && isHome(plan, at) ? ("choice" as const) : null),
    [plan],
  );
  const select = ({ use, building: picked, neighborhood }: MapParcel) => {
    if (use !== "home") return toast({ tone: "bad", title: t("homes.notHome") });
    setPlace(neighborhood);
    onChange(formatId("bld", MAIN_WORLD, picked));
  };
  return (
    <div className="grid gap-4">
      {error !== undefined && <Callout tone="bad">{error}</Callout>}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_280px]">
        <PlanMap
          label={t("homes.map")}
          className="h-80 sm:h-96"
          selected={current?.parcel ?? null}
          focus={focus}
          paint={paint}
          onSelect={select}
        />
        <div className="grid content-start gap-4">
          <Select
            label={t("homes.neighborhood")}
            value={open === null ? "" : String(open)}
            choices={[
              { value: "", label: t("homes.choose") },
              ...(plan?.index.neighborhoods ?? []).map(({ index, name }) => ({
                value: String(index),
                label: name,
              })),
            ]}
            onChange={(event) => setPlace(event.target.value === "" ? null : Number(event.target.value))}
          />
          {open !== null && (
            <Select
              label={t("homes.list")}
              value={current === undefined ? "" : String(current.building)}
              choices={[
                { value: "", label: homes.length === 0 ? t("homes.none") : t("wizard.homeAny") },
                ...homes.map((choice) => ({
                  value: String(choice.building),
                  label: `${choice.address} (${t("homes.room", { n: choice.room })})`,
                })),
              ]}
              onChange={(event) =>
                onChange(
                  event.target.value === "" ? null : formatId("bld", MAIN_WORLD, Number(event.target.value)),
                )
              }
            />
          )}
          <p className="text-sm">
            <span className="block text-muted">{t("wizard.homeChosen")}</span>
            {current?.address ?? (home === null ? t("wizard.homeAny") : home)}
          </p>
          {home !== null && (
            <Button size="small" onClick={() => onChange(null)}>
              {t("wizard.homeAny")}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

function buildingOf(home: string | null): number | null {
  const id = parseId("bld", home ?? "");
  return id.ok ? id.value.index : null;
}

function isHome(plan: MapPlan, at: number): boolean {
  return parcelOf(plan, at)?.use === "home";
}

function homesOf(plan: MapPlan, neighborhood: number): HomeChoice[] {
  const part = plan.places.get(neighborhood);
  const cell = plan.index.neighborhoods.find(({ index }) => index === neighborhood);
  if (part === undefined || cell === undefined) return [];
  const { buildings } = part;
  return Array.from({ length: buildings.count }, (_, i) => i)
    .filter((i) => buildings.use[i] === HOME_USE && (buildings.homes[i] ?? 0) > 0)
    .map((i) => ({
      building: part.buildingBase + i,
      parcel: cell.parcelBase + (buildings.parcel[i] ?? 0),
      address: localStreetAddressOf(plan.index, part, i),
      room: buildings.homes[i] ?? 0,
    }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}
