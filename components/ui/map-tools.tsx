import {
  ChevronDown,
  ChevronUp,
  CircleHelp,
  Home,
  MapPinned,
  Minus,
  Navigation2,
  Newspaper,
  Plus,
  RotateCcw,
  RotateCw,
} from "lucide-react";
import type { ReactNode } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { useCity } from "#components/stores/city-store.ts";
import { OwnershipLegend } from "./ownership-legend.tsx";
import { useSession } from "./session-context.ts";
import { useOwnershipLayer } from "./use-ownership-layer.ts";

/** Id of the button that opens the feed: the focus comes back to it. */
export const FEED_TOOL = "tool-feed";

/** Buttons for everything the camera can do, and for the drawers. */
export function MapTools() {
  const session = useSession();
  const t = useText("city.tools");
  const bearing = useCity((s) => s.bearing);
  const feedOpen = useCity((s) => s.feedOpen);
  const ownership = useCity((s) => s.ownership);
  useOwnershipLayer(ownership);
  return (
    <nav
      aria-label={t("title")}
      className="absolute right-3 bottom-3 z-20 flex flex-col gap-2 short:flex-row sm:right-4 sm:bottom-4"
    >
      {ownership && <OwnershipLegend />}
      <div className="panel flex flex-col self-end overflow-hidden">
        <Tool
          id={FEED_TOOL}
          label={t("feed")}
          pressed={feedOpen}
          onClick={() => useCity.setState((s) => ({ feedOpen: !s.feedOpen }))}
        >
          <Newspaper size={18} />
        </Tool>
        <Tool
          label={t("ownership")}
          pressed={ownership}
          onClick={() => useCity.setState((s) => ({ ownership: !s.ownership }))}
        >
          <MapPinned size={18} />
        </Tool>
        <Tool label={t("help")} onClick={() => useCity.setState({ helpOpen: true })}>
          <CircleHelp size={18} />
        </Tool>
      </div>
      <div className="panel flex flex-col self-end overflow-hidden">
        <Tool label={t("zoomIn")} onClick={() => session?.zoom(1 / 1.6)}>
          <Plus size={18} />
        </Tool>
        <Tool label={t("zoomOut")} onClick={() => session?.zoom(1.6)}>
          <Minus size={18} />
        </Tool>
        <Tool label={t("north")} onClick={() => session?.faceNorth()}>
          <Navigation2 size={18} style={{ transform: `rotate(${-bearing}deg)` }} />
        </Tool>
        <Tool label={t("home")} onClick={() => session?.home()}>
          <Home size={18} />
        </Tool>
      </div>
      <div className="panel hidden flex-col self-end overflow-hidden sm:flex">
        <Tool label={t("left")} onClick={() => session?.turn(-15, 0)}>
          <RotateCcw size={18} />
        </Tool>
        <Tool label={t("right")} onClick={() => session?.turn(15, 0)}>
          <RotateCw size={18} />
        </Tool>
        <Tool label={t("up")} onClick={() => session?.turn(0, 10)}>
          <ChevronUp size={18} />
        </Tool>
        <Tool label={t("down")} onClick={() => session?.turn(0, -10)}>
          <ChevronDown size={18} />
        </Tool>
      </div>
    </nav>
  );
}

interface ToolProps {
  readonly id?: string;
  readonly label: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Tool({ id, label, pressed, onClick, children }: ToolProps) {
  return (
    <button
      id={id}
      type="button"
      className="tool"
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
