import {
  ChevronDown,
  ChevronUp,
  CircleHelp,
  Home,
  Minus,
  Navigation2,
  Newspaper,
  Plus,
  RotateCcw,
  RotateCw,
} from "lucide-react";
import type { ReactNode } from "react";
import { useCity } from "#components/stores/city-store.ts";
import { useSession } from "./session-context.ts";

/** Buttons for everything the camera can do, and for the drawers. */
export function MapTools() {
  const session = useSession();
  const bearing = useCity((s) => s.bearing);
  const feedOpen = useCity((s) => s.feedOpen);
  return (
    <nav
      aria-label="Map tools"
      className="absolute right-3 bottom-3 z-20 flex flex-col gap-2 sm:right-4 sm:bottom-4"
    >
      <div className="panel flex flex-col overflow-hidden">
        <Tool
          label="What happens"
          pressed={feedOpen}
          onClick={() => useCity.setState((s) => ({ feedOpen: !s.feedOpen }))}
        >
          <Newspaper size={18} />
        </Tool>
        <Tool label="Keys and gestures" onClick={() => useCity.setState({ helpOpen: true })}>
          <CircleHelp size={18} />
        </Tool>
      </div>
      <div className="panel flex flex-col overflow-hidden">
        <Tool label="Zoom in" onClick={() => session?.zoom(1 / 1.6)}>
          <Plus size={18} />
        </Tool>
        <Tool label="Zoom out" onClick={() => session?.zoom(1.6)}>
          <Minus size={18} />
        </Tool>
        <Tool label="Face north" onClick={() => session?.faceNorth()}>
          <Navigation2 size={18} style={{ transform: `rotate(${-bearing}deg)` }} />
        </Tool>
        <Tool label="Home view" onClick={() => session?.home()}>
          <Home size={18} />
        </Tool>
      </div>
      <div className="panel hidden flex-col overflow-hidden sm:flex">
        <Tool label="Rotate left" onClick={() => session?.turn(-15, 0)}>
          <RotateCcw size={18} />
        </Tool>
        <Tool label="Rotate right" onClick={() => session?.turn(15, 0)}>
          <RotateCw size={18} />
        </Tool>
        <Tool label="Tilt up" onClick={() => session?.turn(0, 10)}>
          <ChevronUp size={18} />
        </Tool>
        <Tool label="Tilt down" onClick={() => session?.turn(0, -10)}>
          <ChevronDown size={18} />
        </Tool>
      </div>
    </nav>
  );
}

interface ToolProps {
  readonly label: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Tool({ label, pressed, onClick, children }: ToolProps) {
  return (
    <button
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
