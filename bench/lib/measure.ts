import { readFileSync } from "node:fs";

/** One line of docs/benchmarks.md. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** Null: a figure of ours alone. */
  readonly peer: { readonly name: string; readonly figure: number } | null;
  readonly bar: Bar | null;
}

/** `times`: the peer's figure is at least so many times ours. `share`: ours is at most this share of the peer's. */
export type Bar = { readonly kind: "times" | "share"; readonly factor: number };

/** The smallest figure of each side, over repetitions that take turns. Each call returns its own figure. */
export async function bestOfTurns(
  repetitions: number,
  sides: { readonly ours: () => number | Promise<number>; readonly peer: () => number | Promise<number> },
): Promise<{ readonly ours: number; readonly peer: number }> {
  let ours = Number.POSITIVE_INFINITY;
  let peer = Number.POSITIVE_INFINITY;
  for (let i = 0; i < repetitions; i++) {
    ours = Math.min(ours, await sides.ours());
    peer = Math.min(peer, await sides.peer());
  }
  return { ours, peer };
}

/** CPU time of this process that `work` takes, in ns: a busy machine adds little to it. */
export function cpuNs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) * 1_000;
}

/** Throws unless both sides came to the same: figures of unequal work mean nothing. */
export function mustAgree(what: string, ours: unknown, peer: unknown): void {
  if (ours !== peer) throw new Error(`${what}: ours ${String(ours)}, the peer's ${String(peer)}`);
}

/** A package with the version that is installed. */
export function withVersion(name: string): string {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
  return `${name} ${version}`;
}

/** Ratio of a row in the direction of its bar; null without a peer. */
export function ratioOf(row: Row): number | null {
  if (row.peer === null) return null;
  return row.bar?.kind === "share" ? row.ours / row.peer.figure : row.peer.figure / row.ours;
}

/** Whether a row reaches its bar; null where there is none. */
export function meetsBar(row: Row): boolean | null {
  const ratio = ratioOf(row);
  if (row.bar === null || ratio === null) return null;
  return row.bar.kind === "share" ? ratio <= row.bar.factor : ratio >= row.bar.factor;
}

/** A figure with three digits that count. */
export function shown(figure: number): string {
  return figure >= 100 ? figure.toFixed(0) : figure.toPrecision(3);
}

/** The bar in words. */
export function barText(bar: Bar | null): string {
  if (bar === null) return "";
  return bar.kind === "share" ? `<= ${bar.factor}x` : `>= ${bar.factor}x`;
}

/** Prints rows, one aligned line each. */
export function printRows(rows: readonly Row[]): void {
  for (const row of rows) {
    const ratio = ratioOf(row);
    const met = meetsBar(row);
    const cells = [
      `${row.what}, ${row.unit}`.padEnd(82),
      `ours ${shown(row.ours)}`.padEnd(14),
      (row.peer === null ? "" : `${row.peer.name} ${shown(row.peer.figure)}`).padEnd(42),
      (ratio === null ? "" : `${shown(ratio)}x`).padEnd(9),
      barText(row.bar).padEnd(9),
      met === null ? "" : met ? "met" : "MISSED",
    ];
    console.log(cells.join(" ").trimEnd());
  }
}
