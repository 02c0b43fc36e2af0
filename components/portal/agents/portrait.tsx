import type { Look } from "#city/world/look.ts";
import { hex, PORTRAIT_SIZE, portraitShapes } from "#city/world/portrait.ts";
import { cx } from "#components/ui/cx.ts";

interface PortraitProps {
  readonly look: Look;
  /** What it shows, for those who do not see it; "" where the name stands beside it. */
  readonly label: string;
  readonly className?: string;
}

/** Head and shoulders of an agent. */
export function Portrait({ look, label, className = "size-10" }: PortraitProps) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has a title, or its name stands beside it
    <svg
      viewBox={`0 0 ${PORTRAIT_SIZE} ${PORTRAIT_SIZE}`}
      className={cx("shrink-0 rounded-full", className)}
      aria-hidden={label === ""}
      role="img"
    >
      {label !== "" && <title>{label}</title>}
      {portraitShapes(look).map(({ path, colour }) => (
        <path key={path + colour} d={path} fill={hex(colour)} />
      ))}
    </svg>
  );
}
