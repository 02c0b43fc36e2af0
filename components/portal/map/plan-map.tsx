"use client";

import { Maximize, Minus, Plus } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { cx } from "#components/ui/cx.ts";
import { Spinner } from "#components/ui/spinner.tsx";
import { type MapContent, MapController, type MapFocus, ZOOM_STEP } from "./map-controller.ts";
import type { MapMarker } from "./map-draw.ts";
import type { MapParcel, ParcelPaint } from "./map-parcel.ts";
import { type MapPlan, usePlan } from "./use-plan.ts";

export interface PlanMapProps {
  /** What the map shows, for those who do not see it. */
  readonly label: string;
  /** Colour of a parcel; a new function draws all anew. */
  readonly paint?: ((parcel: number) => ParcelPaint | null) | undefined;
  /** Number of the chosen parcel. */
  readonly selected?: number | null;
  readonly onSelect?: ((parcel: MapParcel) => void) | undefined;
  /** A line about what is pointed at. */
  readonly tip?: ((parcel: MapParcel) => string) | undefined;
  readonly markers?: readonly MapMarker[];
  /** Looks there whenever it changes. */
  readonly focus?: MapFocus | null;
  /** West, north, east, south in metres, a moment after the view has come to rest. */
  readonly onView?: ((box: readonly [number, number, number, number]) => void) | undefined;
  readonly className?: string;
}

/** A map of the city plan: drag, pinch, wheel or arrow keys, + and -; Enter chooses what lies in the middle. */
export function PlanMap(props: PlanMapProps) {
  const t = useText("map");
  const { plan, faulty } = usePlan();
  const { className, label } = props;
  return (
    <div className={cx("relative overflow-hidden rounded-lg bg-sunken", className)}>
      {plan === null ? (
        <div className="grid size-full place-items-center p-6 text-sm text-muted">
          {faulty ? t("unreachable") : <Spinner label={t("loading")} />}
        </div>
      ) : (
        <MapCanvas {...props} label={label} plan={plan} />
      )}
    </div>
  );
}

const NO_MARKERS: readonly MapMarker[] = [];

function MapCanvas({ plan, ...props }: PlanMapProps & { readonly plan: MapPlan }) {
  const t = useText("map");
  const canvas = useRef<HTMLCanvasElement>(null);
  const controller = useRef<MapController | null>(null);
  const [pointed, setPointed] = useState<MapParcel | null>(null);
  const content: MapContent = {
    plan,
    paint: props.paint ?? null,
    selected: props.selected ?? null,
    markers: props.markers ?? NO_MARKERS,
    onSelect: props.onSelect,
    onView: props.onView,
    onPoint: setPointed,
  };
  const latest = useRef({ content, focus: props.focus ?? null });
  latest.current = { content, focus: props.focus ?? null };
  useEffect(() => {
    if (canvas.current === null) return;
    const made = new MapController(canvas.current, latest.current.content, latest.current.focus);
    controller.current = made;
    return () => {
      controller.current = null;
      made.dispose();
    };
  }, []);
  useEffect(() => controller.current?.show(content));
  const { xM, zM, spanM } = props.focus ?? NOWHERE;
  useEffect(() => {
    if (spanM > 0) controller.current?.lookAt({ xM, zM, spanM });
  }, [xM, zM, spanM]);
  return (
    <>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a map that takes keys is an application, whatever it is drawn on */}
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label={`${props.label}. ${t("help")}`}
        className="absolute inset-0 size-full cursor-grab touch-none active:cursor-grabbing"
      />
      <div className="absolute top-2 right-2 grid gap-1">
        <MapButton label={t("zoom_in")} onClick={() => controller.current?.zoom(ZOOM_STEP)}>
          <Plus size={16} aria-hidden="true" />
        </MapButton>
        <MapButton label={t("zoom_out")} onClick={() => controller.current?.zoom(1 / ZOOM_STEP)}>
          <Minus size={16} aria-hidden="true" />
        </MapButton>
        <MapButton label={t("whole")} onClick={() => controller.current?.showAll()}>
          <Maximize size={16} aria-hidden="true" />
        </MapButton>
      </div>
      <p
        aria-live="polite"
        className={cx(
          "pop pointer-events-none absolute bottom-2 left-2 max-w-[80%] px-2.5 py-1.5 text-xs text-ink",
          !pointed && "sr-only",
        )}
      >
        {pointed ? (props.tip?.(pointed) ?? pointed.address) : ""}
      </p>
    </>
  );
}

const NOWHERE: MapFocus = { xM: 0, zM: 0, spanM: 0 };

function MapButton({
  label,
  onClick,
  children,
}: {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="pop grid size-9 cursor-pointer place-items-center text-ink hover:bg-hover pointer-coarse:size-11"
    >
      {children}
    </button>
  );
}
