import type { TickTrace } from "#city/protocol/debug.ts";
import { count } from "./format.ts";
import type { Row } from "./rows.ts";
import { Sparkline } from "./sparkline.tsx";
import { Table } from "./table.tsx";

const COLUMNS = [
  { title: "District", words: true },
  { title: "In", hint: "Agents that came over a border, in all ticks shown" },
  { title: "Last ticks", words: true, hint: "Agents that came" },
  { title: "Out", hint: "Agents that left over a border, in all ticks shown" },
  { title: "Last ticks ", words: true, hint: "Agents that left" },
  { title: "Waiting", hint: "Agents that stand at a closed border" },
  { title: "Closed to", words: true, hint: "Neighbors too far behind to be sent agents" },
] as const;

/** Who crosses borders, and who has to wait at one. */
export function BorderTable({ rows }: { readonly rows: readonly Row[] }) {
  const names = new Map(rows.map((row) => [row.number, row.name]));
  return (
    <Table
      title="Borders"
      note="Agents handed over in the last ticks, newest at the right. A red line: somebody waits at a closed border."
      columns={COLUMNS}
      lines={rows.flatMap(({ number, name, record }) => {
        if (record === null) return [];
        const { ticks, waitingAtBorder, closedBorders } = record;
        return {
          key: number,
          alarm: waitingAtBorder > 0,
          cells: [
            name,
            ...flow(ticks, "handedIn", "Agents in"),
            ...flow(ticks, "handedOut", "Agents out"),
            count(waitingAtBorder),
            closedBorders.map((each) => names.get(each) ?? `District ${each}`).join(", ") || "none",
          ],
        };
      })}
    />
  );
}

function flow(ticks: readonly TickTrace[], of: "handedIn" | "handedOut", label: string) {
  const values = ticks.map((tick) => tick[of]);
  const sum = values.reduce((total, value) => total + value, 0);
  return [count(sum), <Sparkline key={of} values={values} label={label} />];
}
