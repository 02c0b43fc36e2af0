import { count, ms } from "./format.ts";
import { isSilent, type Row, tickOf } from "./rows.ts";
import { Sparkline } from "./sparkline.tsx";
import { Table } from "./table.tsx";

const COLUMNS = [
  { title: "District", words: true },
  { title: "Tick" },
  { title: "Late", hint: "Wall time from the instant a tick was due until it was committed" },
  { title: "Last ticks", words: true, hint: "Lateness" },
  { title: "Chain", words: true, hint: "First digits of the hash over every log row since genesis" },
  { title: "Step", hint: "Time the engine took" },
  { title: "Commit", hint: "Time the database took" },
  { title: "Lease", words: true, hint: "Who runs it" },
  { title: "Left", hint: "Time until the lease runs out" },
  { title: "Gen.", hint: "Generation: counts how often the lease was taken" },
  { title: "Residents" },
  { title: "Outside", hint: "Agents from outside" },
  { title: "Letters", hint: "Letters that wait for the district" },
  { title: "Oldest", hint: "Age of the oldest of them" },
] as const;

/** Where each district is, who runs it, and who is in it. */
export function DistrictTable({
  rows,
  tickPeriodMs,
}: {
  readonly rows: readonly Row[];
  readonly tickPeriodMs: number | null;
}) {
  return (
    <Table
      title="Districts"
      note="Lateness is measured when a tick is committed. A red line: no tick lately, or no lease."
      columns={COLUMNS}
      lines={rows.map((row) => ({
        key: row.number,
        cells: cellsOf(row),
        alarm: isSilent(row, tickPeriodMs) || isUnheld(row),
      }))}
    />
  );
}

function isUnheld({ truth }: Row): boolean {
  return truth !== null && (truth.leaseLeftMs === null || truth.leaseLeftMs < 0);
}

function cellsOf(row: Row) {
  const { truth, record, name } = row;
  const last = record?.ticks.at(-1);
  return [
    name,
    count(tickOf(row)),
    ms(last?.latenessMs),
    record && <Sparkline values={record.ticks.map((tick) => tick.latenessMs)} label="Lateness in ms" />,
    <code key="chain" className="text-xs">
      {truth?.chain ?? "–"}
    </code>,
    ms(last?.stepMs),
    ms(last?.commitMs),
    truth?.leaseOwner ?? record?.worker ?? "nobody",
    ms(truth?.leaseLeftMs),
    count(truth?.generation ?? record?.generation),
    count(record?.residents),
    count(record?.outside),
    count(truth?.lettersWaiting),
    truth?.oldestLetterTicks === null || truth === null ? "–" : ticks(truth.oldestLetterTicks),
  ];
}

function ticks(value: number): string {
  return `${count(value)} ${value === 1 ? "tick" : "ticks"}`;
}
