import { count, ms, share } from "./format.ts";
import { type Row, routesByWorker } from "./rows.ts";
import { Table } from "./table.tsx";

const COLUMNS = [
  { title: "Worker", words: true },
  { title: "Fields", hint: "Distance fields kept" },
  { title: "At most" },
  { title: "Hits", hint: "Ways read from a kept field" },
  { title: "Misses", hint: "Ways searched for" },
  { title: "Hit rate" },
  { title: "Built", hint: "Fields built since the worker started" },
  { title: "Mean build" },
  { title: "Slowest" },
] as const;

/** How each worker finds ways. */
export function RouteTable({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <Table
      title="Routes"
      note="Since the worker started. A target that is asked for often gets a field; other ways are searched for."
      columns={COLUMNS}
      lines={routesByWorker(rows).map(([worker, routes]) => ({
        key: worker,
        cells: [
          worker,
          count(routes.fields),
          count(routes.fieldsMax),
          count(routes.hits),
          count(routes.misses),
          share(routes.hits, routes.hits + routes.misses),
          count(routes.built),
          ms(routes.built === 0 ? null : routes.builtMs / routes.built),
          ms(routes.built === 0 ? null : routes.slowestBuildMs),
        ],
      }))}
    />
  );
}
