import { useEffect, useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { type Phase, useCity } from "#components/stores/city-store.ts";

const SUMMARY_PAUSE_MS = 10_000;

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
  const t = useText("city.progress");
  const share = total > 0 ? loaded / total : 0;
  return (
    <div className="panel pointer-events-none absolute bottom-5 left-1/2 z-10 w-[min(300px,calc(100vw-6rem))] -translate-x-1/2 px-4 py-3">
      <p className="text-sm tabular-nums" role="status">
        {total > 0 ? t("building", { loaded, total }) : t("reading")}
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
  const t = useText("city");
  return (
    <div className="absolute inset-0 z-30 grid place-items-center p-6">
      <div className="panel max-w-sm p-6" role="alert">
        <h2 className="text-lg font-semibold">{t(`faults.${fault}.title`)}</h2>
        <p className="mt-2 text-sm text-muted">{t(`faults.${fault}.text`)}</p>
        <button
          type="button"
          className="mt-4 rounded-lg bg-accent px-4 py-2 text-sm font-medium text-on-accent"
          onClick={() => window.location.reload()}
        >
          {t("tryAgain")}
        </button>
      </div>
    </div>
  );
}

/** Says where the view is and how many are in it, at most every ten seconds. */
function Summary() {
  const t = useText("city");
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setInterval(() => {
      const { place, nearby, freshness } = useCity.getState();
      if (!place) return;
      const agents = nearby.filter((item) => item.id.startsWith("agt_")).length;
      const said = t("summary", { place, agents });
      setText(freshness.state === "live" ? `${said} ${t("summaryLive")}` : said);
    }, SUMMARY_PAUSE_MS);
    return () => clearInterval(timer);
  }, [t]);
  return (
    <p className="sr-only" aria-live="polite">
      {text}
    </p>
  );
}
