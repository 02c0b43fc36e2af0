"use client";

import { type ComponentType, useEffect, useState } from "react";

/** The client leaf of the first page: fetches the city's own code only after the shell is on screen. */
export function CityLeaf() {
  const [App, setApp] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    import("./city-app.tsx").then(
      (module) => !gone && setApp(() => module.CityApp),
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, []);
  if (App) return <App />;
  return (
    <div className="absolute inset-0 grid place-items-center bg-linear-to-b from-[#7fa8c9] to-[#d9e4e8] dark:from-[#0a1420] dark:to-[#1d2b36]">
      <p className="rounded-full bg-white/80 px-4 py-2 text-sm text-slate-800" role="status">
        {failed ? "The city's code could not be fetched. Reload the page to try again." : "Opening the city…"}
      </p>
    </div>
  );
}
