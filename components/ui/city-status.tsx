import { useEffect, useState } from "react";
import { type Phase, useCity } from "#components/stores/city-store.ts";

const SUMMARY_PAUSE_MS = 10_000;

const FAULTS: Readonly<Record<Extract<Phase, { kind: "fault" }>["fault"], readonly [string, string]>> = {
  unreachable: ["The city did not answer", "The connection may be down, or the city is just starting."],
  no_plan: ["This city has not been built yet", "It is built on its first start; that takes a moment."],
  bad_plan: ["The city's plan could not be read", "This page may be older than the server. Reload it."],
  no_webgl: [
    "Your browser cannot draw the city",
    "It needs WebGL 2. Switch on hardware acceleration in the browser's settings, update the browser, or try another device.",
  ],
  lost_context: [
    "The picture was lost",
    "The graphics card took its memory back. Reload to draw the city again.",
  ],
};

/** Progress, faults, and a spoken summary for those who do not see the picture. */
export function CityStatus() {
  const phase = useCity((s) => s.phase);
  return (
    <>
      {phase.kind === "loading" && <Progress loaded={phase.loaded} total={phase.total} />}
      {phase.kind === "fault" && <Fault fault={phase.fault} />}
      <Summary />
    </>
  );
}

function Progress({ loaded, total }: { readonly loaded: number; readonly total: number }) {
  const share = total > 0 ? loaded / total : 0;
  return (
    <div className="panel pointer-events-none absolute bottom-5 left-1/2 z-10 w-[min(300px,calc(100vw-6rem))] -translate-x-1/2 px-4 py-3">
      <p className="text-sm tabular-nums" role="status">
        {total > 0 ? `Building ${loaded} of ${total} neighborhoods` : "Reading the city's plan"}
      </p>
      <div className="mt-2 h-1 overflow-hidden rounded-full bg-line">
        <div
          className="h-full rounded-full bg-accent transition-[width]"
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
}

function Fault({ fault }: { readonly fault: Extract<Phase, { kind: "fault" }>["fault"] }) {
  const [title, text] = FAULTS[fault];
  return (
    <div className="absolute inset-0 z-30 grid place-items-center p-6">
      <div className="panel max-w-sm p-6" role="alert">
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="mt-2 text-sm text-muted">{text}</p>
        <button
          type="button"
          className="mt-4 rounded-lg bg-accent px-4 py-2 text-sm font-medium text-on-accent"
          onClick={() => window.location.reload()}
        >
          Try again
        </button>
      </div>
    </div>
  );
}

/** Says where the view is and how many are in it, at most every ten seconds. */
function Summary() {
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setInterval(() => {
      const { place, nearby, freshness } = useCity.getState();
      if (!place) return;
      const agents = nearby.filter((item) => item.id.startsWith("agt_")).length;
      setText(
        `${place}. ${agents === 0 ? "Nobody" : agents} in the open nearby. ${freshness.state === "live" ? "Live." : ""}`,
      );
    }, SUMMARY_PAUSE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="sr-only" aria-live="polite">
      {text}
    </p>
  );
}
