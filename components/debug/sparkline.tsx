const WIDTH = 72;
const HEIGHT = 18;
const MARGIN = 1.5;

interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly number[];
  /** What it shows, for those who do not see it. */
  readonly label: string;
}

/** A line of the last ticks' values, from 0 to their largest; the last has a dot. */
export function Sparkline({ values, label }: SparklineProps) {
  const top = Math.max(1, ...values);
  const step = (WIDTH - 2 * MARGIN) / Math.max(1, values.length - 1);
  const points = values.map((value, i) => {
    const share = Math.max(0, value) / top;
    return [MARGIN + i * step, HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)] as const;
  });
  const last = points.at(-1);
  return (
    <svg
      role="img"
      aria-label={`${label}: ${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className="inline-block align-middle text-accent"
    >
      <polyline
        points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.25}
        strokeLinejoin="round"
      />
      {last && <circle cx={last[0]} cy={last[1]} r={1.5} fill="currentColor" />}
    </svg>
  );
}
