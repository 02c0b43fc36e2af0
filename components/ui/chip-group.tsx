"use client";

import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

export interface Chip {
  readonly value: string;
  /** Its name, for those who do not see it and beside the group's label. */
  readonly label: string;
  /** What is seen of it; without one it is its name. */
  readonly picture?: ReactNode;
}

interface ChipGroupProps {
  readonly label: string;
  readonly chips: readonly Chip[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
  /** Round for colours, square for drawings and words. */
  readonly shape?: "round" | "square";
}

const CHIP =
  "relative grid min-h-9 min-w-9 cursor-pointer place-items-center overflow-hidden border-2 p-0.5 text-sm has-checked:border-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent pointer-coarse:min-h-11 pointer-coarse:min-w-11";

/** One of many that are told apart by sight: colours, drawings, a word. Arrow keys choose; the chosen one's name is read and shown. */
export function ChipGroup({ label, chips, value, onChoose, shape = "square" }: ChipGroupProps) {
  const name = useId();
  const chosen = chips.find((chip) => chip.value === value);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium">
        {label}
        {/* Those who hear the page hear it from the chip itself. */}
        <span aria-hidden="true" className="font-normal text-muted">
          {chosen && ` · ${chosen.label}`}
        </span>
      </legend>
      <div className="flex flex-wrap gap-1.5">
        {chips.map((chip) => (
          <label
            key={chip.value}
            title={chip.label}
            className={cx(
              CHIP,
              shape === "round" ? "rounded-full" : "rounded-lg",
              chip.picture === undefined
                ? "border-line px-2.5 has-checked:bg-accent-soft"
                : "border-transparent",
            )}
          >
            <input
              type="radio"
              name={name}
              value={chip.value}
              checked={chip.value === value}
              aria-label={chip.label}
              className="absolute inset-0 cursor-pointer appearance-none outline-none"
              onChange={() => onChoose(chip.value)}
            />
            {chip.picture ?? <span aria-hidden="true">{chip.label}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
