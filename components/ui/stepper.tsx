import { Check } from "lucide-react";
import { cx } from "./cx.ts";

interface StepperProps {
  readonly label: string;
  readonly steps: readonly string[];
  /** Which one is open, from 0. */
  readonly current: number;
  /** Given, done steps lead back. */
  readonly onGo?: (step: number) => void;
}

/** Where one is on a way of several steps. */
export function Stepper({ label, steps, current, onGo }: StepperProps) {
  return (
    <nav aria-label={label}>
      <ol className="flex gap-2">
        {steps.map((step, index) => {
          const done = index < current;
          const mark = (
            <>
              <span
                className={cx("block h-1 rounded-full", index <= current ? "bg-accent" : "bg-line")}
                aria-hidden="true"
              />
              <span
                className={cx(
                  "mt-2 flex items-center gap-1 text-left text-xs",
                  index === current ? "font-semibold" : "text-muted max-sm:sr-only",
                )}
              >
                {done && <Check size={13} className="text-accent" aria-hidden="true" />}
                {step}
              </span>
            </>
          );
          return (
            <li key={step} className="min-w-0 flex-1" aria-current={index === current ? "step" : undefined}>
              {done && onGo ? (
                <button type="button" className="min-h-6 w-full cursor-pointer" onClick={() => onGo(index)}>
                  {mark}
                </button>
              ) : (
                mark
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
