import type { FrameSizes } from "#city/protocol/debug.ts";
import { bytes, count } from "./format.ts";
import type { Row } from "./rows.ts";
import { Sparkline } from "./sparkline.tsx";
import { Table } from "./table.tsx";

const COLUMNS = [
  { title: "District", words: true },
  { title: "Deltas", hint: "Neighborhoods with a delta in the last tick" },
  { title: "p95", hint: "95 % of them are no larger" },
  { title: "Largest" },
  { title: "Pages", hint: "MQTT messages they took" },
  { title: "Together" },
  { title: "Last ticks", words: true, hint: "Bytes of all deltas" },
  { title: "Keyframes", hint: "Neighborhoods whose keyframe was sent since the worker took the district" },
  { title: "p95 ", hint: "95 % of them are no larger" },
  { title: "Largest " },
  { title: "Pages ", hint: "MQTT messages they took" },
] as const;

/** How large the frames are that districts send. */
export function MessageTable({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <Table
      title="Messages"
      note="Bytes a neighborhood: deltas of the last tick, and the newest keyframe of each."
      columns={COLUMNS}
      lines={rows.flatMap(({ number, name, record }) =>
        record === null || record.keyframes.neighborhoods === 0
          ? []
          : {
              key: number,
              cells: [
                name,
                ...sizes(record.deltas),
                bytes(record.deltas.totalBytes),
                <Sparkline
                  key="deltas"
                  values={record.ticks.map((tick) => tick.deltaBytes)}
                  label="Bytes of deltas"
                />,
                ...sizes(record.keyframes),
              ],
            },
      )}
    />
  );
}

function sizes({ neighborhoods, p95Bytes, maxBytes, pages }: FrameSizes) {
  return [count(neighborhoods), bytes(p95Bytes), bytes(maxBytes), count(pages)];
}
