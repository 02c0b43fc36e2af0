import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useCity } from "#components/stores/city-store.ts";

const ROWS: readonly (readonly [string, string])[] = [
  ["Drag, or one finger", "Move"],
  ["Right drag, or ctrl and drag", "Rotate and tilt"],
  ["Scroll, or pinch", "Zoom"],
  ["Double click", "Zoom in"],
  ["Two fingers turned, or moved up and down", "Rotate, tilt"],
  ["Arrow keys", "Move"],
  ["Shift and arrow keys", "Rotate and tilt"],
  ["+ and -", "Zoom"],
  ["Home", "Back to the first view"],
  ["f", "Follow the selected agent"],
  ["Esc", "Deselect"],
  ["Tab", "List of what is in view"],
];

/** The sheet of keys and gestures. */
export function HelpSheet() {
  const open = useCity((s) => s.helpOpen);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-label="Keys and gestures"
      className="panel m-auto w-[min(460px,calc(100vw-2rem))] p-5 text-ink backdrop:bg-black/30"
      onClose={() => useCity.setState({ helpOpen: false })}
    >
      <div className="mb-3 flex items-center justify-between">
        <h2 className="text-base font-semibold">Keys and gestures</h2>
        <button
          type="button"
          className="tool -mr-2 rounded-lg"
          aria-label="Close"
          onClick={() => useCity.setState({ helpOpen: false })}
        >
          <X size={18} />
        </button>
      </div>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5 text-sm">
        {ROWS.map(([how, what]) => (
          <div key={how} className="contents">
            <dt>{how}</dt>
            <dd className="text-muted">{what}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
