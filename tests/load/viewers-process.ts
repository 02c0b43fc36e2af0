/** Many viewers in a process of their own, in groups: takes Orders and answers each with a Told. */
import { LIMITS } from "#city/limits.ts";
import type { Join, Order, Told } from "./orders.ts";
import { Ledger, RawViewer } from "./raw-viewer.ts";

/** Viewers that open their connections at a time. */
const OPENING_MAX = 100;

interface Group {
  readonly ledger: Ledger;
  readonly viewers: RawViewer[];
}

const groups = new Map<string, Group>();

process.on("message", (order: Order) => {
  const group = groups.get(order.group) ?? { ledger: new Ledger(), viewers: [] };
  groups.set(order.group, group);
  if (order.kind === "join") join(group, order);
  else if (order.kind === "look") for (const viewer of group.viewers) viewer.look(order.rooms);
  else if (order.kind === "stop-reading") for (const viewer of group.viewers) viewer.stopReading();
  else if (order.kind === "go-on-reading") for (const viewer of group.viewers) viewer.goOnReading();
  const told = tell(group);
  if (order.kind === "forget-latencies") group.ledger.latencies.forget();
  process.send?.(told);
});
process.on("disconnect", () => process.exit());

function join(group: Group, order: Join): void {
  for (let n = 0; n < order.viewers; n++) {
    const address = order.firstAddress + Math.floor(n / LIMITS.viewerConnectionsPerAddressMax);
    const localAddress = `127.0.${address >> 8}.${address & 0xff}`;
    const rooms = order.rooms[n % order.rooms.length] ?? [];
    group.viewers.push(new RawViewer({ port: order.port, localAddress }, rooms, order.returns, group.ledger));
  }
  openSome(group.viewers, 0);
}

/** Opens the next connections when those before are up: all at once would only queue up in the kernel. */
function openSome(viewers: readonly RawViewer[], opened: number): void {
  const connected = viewers.filter((viewer) => viewer.connected).length;
  const some = viewers.slice(opened, connected + OPENING_MAX);
  for (const viewer of some) viewer.open();
  const next = opened + some.length;
  if (next < viewers.length) setTimeout(openSome, 10, viewers, next);
}

function tell({ ledger, viewers }: Group): Told {
  const { deltas, keyframes, bytes, gaps, errors, connections, byes, latencies } = ledger;
  return {
    connected: viewers.filter((viewer) => viewer.connected).length,
    lowestTick: viewers.reduce(
      (lowest, viewer) => Math.min(lowest, viewer.lowestTick),
      Number.MAX_SAFE_INTEGER,
    ),
    ...{ deltas, keyframes, bytes, gaps, errors, connections, byes },
    latencyMs: { count: latencies.count, p50: latencies.quantile(0.5), p99: latencies.quantile(0.99) },
  };
}
