import type { DebugReport } from "#city/protocol/debug.ts";
import { Facts } from "./facts.tsx";
import { count, ms } from "./format.ts";
import { isSilent, type Row, tickOf } from "./rows.ts";

interface SummaryProps {
  readonly report: DebugReport;
  readonly rows: readonly Row[];
}

/** The city in one line of figures. */
export function Summary({ report, rows }: SummaryProps) {
  const ticks = rows.map(tickOf).filter((tick) => tick !== null);
  const records = rows.flatMap(({ record }) => record ?? []);
  const lateness = records.flatMap(({ ticks: traces }) => traces.at(-1)?.latenessMs ?? []);
  const sum = (of: (record: (typeof records)[number]) => number) =>
    records.reduce((total, record) => total + of(record), 0);
  const silent = rows.filter((row) => isSilent(row, report.tickPeriodMs)).length;
  const behind = ticks.length === 0 ? 0 : Math.max(...ticks) - Math.min(...ticks);
  const letters = rows.reduce((total, { truth }) => total + (truth?.lettersWaiting ?? 0), 0);
  const none = records.length === 0;
  return (
    <section aria-label="The city" className="panel px-4 py-3">
      <h2 className="text-base font-semibold tracking-tight">The city</h2>
      <Facts
        facts={[
          ["Tick", ticks.length === 0 ? "–" : count(Math.max(...ticks))],
          ["A tick every", report.tickPeriodMs === null ? "clock stands still" : ms(report.tickPeriodMs)],
          ["Ticks apart", count(behind), behind > 1],
          ["Latest district", lateness.length === 0 ? "–" : ms(Math.max(...lateness))],
          ["Silent districts", count(silent), silent > 0],
          ["Residents", none ? "–" : count(sum((record) => record.residents))],
          ["From outside", none ? "–" : count(sum((record) => record.outside))],
          ["At closed borders", none ? "–" : count(sum((record) => record.waitingAtBorder))],
          ["Letters waiting", report.districts === null ? "–" : count(letters)],
          ["Viewers", count(report.relay.viewers)],
        ]}
      />
    </section>
  );
}
