"use client";

import { CloudOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useText } from "#components/i18n/use-text.ts";

function watchConnection(onChange: () => void): () => void {
  window.addEventListener("online", onChange);
  window.addEventListener("offline", onChange);
  return () => {
    window.removeEventListener("online", onChange);
    window.removeEventListener("offline", onChange);
  };
}

/** Says so when there is no connection, above every page. */
export function OfflineBanner() {
  const t = useText("frame");
  const online = useSyncExternalStore(
    watchConnection,
    () => navigator.onLine,
    () => true,
  );
  return (
    <div role="status">
      {!online && (
        <p className="bg-warn-soft text-warn">
          <span className="mx-auto flex max-w-[1200px] items-center gap-3 px-4 py-2 text-sm sm:px-6">
            <CloudOff size={16} className="shrink-0" aria-hidden="true" />
            {t("offline")}
          </span>
        </p>
      )}
    </div>
  );
}
