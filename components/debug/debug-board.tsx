"use client";

import { BorderTable } from "./border-table.tsx";
import { DistrictTable } from "./district-table.tsx";
import { MessageTable } from "./message-table.tsx";
import { RelayFacts } from "./relay-facts.tsx";
import { RouteTable } from "./route-table.tsx";
import { rowsOf } from "./rows.ts";
import { Summary } from "./summary.tsx";
import { useReport } from "./use-report.ts";

/** Everything the city tells of its inner workings, read anew every second. */
export function DebugBoard() {
  const { report, silentSeconds, failure } = useReport();
  if (report === null) return <Notice tone="text-muted" text={FIRST_WORDS[failure ?? "none"]} />;
  const rows = rowsOf(report);
  const told = rows.filter((row) => row.record !== null);
  return (
    <>
      {failure !== null && (
        <Notice
          tone="text-bad"
          text={
            failure === "off"
              ? "The server was started anew without this page. What is shown is the last it said."
              : `The server has not answered for ${silentSeconds} s. What is shown is the last it said.`
          }
        />
      )}
      {report.districts === null && (
        <Notice
          tone="text-bad"
          text="The database does not answer: names, leases, hashes and letters are unknown, ticks are those the workers told of."
        />
      )}
      {told.length === 0 && (
        <Notice
          tone="text-warn"
          text="No worker has told of its districts yet. Each does with its next tick, if it runs with DEBUG_PAGE=1 or in development, and the broker is up."
        />
      )}
      <Summary report={report} rows={rows} />
      <DistrictTable rows={rows} tickPeriodMs={report.tickPeriodMs} />
      {told.length > 0 && (
        <>
          <BorderTable rows={told} />
          <MessageTable rows={told} />
          <RouteTable rows={told} />
        </>
      )}
      <RelayFacts relay={report.relay} />
    </>
  );
}

const FIRST_WORDS = {
  none: "Asking the city…",
  off: "The server runs without this page now. Start it with DEBUG_PAGE=1, then reload.",
  silent: "The server does not answer. It is asked again every second.",
} as const;

function Notice({ tone, text }: { readonly tone: string; readonly text: string }) {
  return (
    <p role="status" className={`panel px-4 py-3 text-sm ${tone}`}>
      {text}
    </p>
  );
}
