import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { useCity } from "#components/stores/city-store.ts";

const KEYS = [
  "drag",
  "rightDrag",
  "scroll",
  "doubleClick",
  "fingers",
  "arrows",
  "shiftArrows",
  "plusMinus",
  "home",
  "follow",
  "escape",
  "tab",
] as const;

/** The sheet of keys and gestures. */
export function HelpSheet() {
  const open = useCity((s) => s.helpOpen);
  const t = useText("city");
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-label={t("tools.help")}
      className="panel m-auto w-[min(460px,calc(100vw-2rem))] p-5 text-ink backdrop:bg-black/30"
      onClose={() => useCity.setState({ helpOpen: false })}
    >
      <div className="mb-3 flex items-center justify-between">
        <h2 className="text-base font-semibold">{t("tools.help")}</h2>
        <button
          type="button"
          className="tool -mr-2 rounded-lg"
          aria-label={t("close")}
          onClick={() => useCity.setState({ helpOpen: false })}
        >
          <X size={18} />
        </button>
      </div>
      <dl className="grid grid-cols-[3fr_2fr] gap-x-6 gap-y-1.5 text-sm">
        {KEYS.map((key) => (
          <div key={key} className="contents">
            <dt>{t(`keys.${key}.how`)}</dt>
            <dd className="text-muted">{t(`keys.${key}.what`)}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
