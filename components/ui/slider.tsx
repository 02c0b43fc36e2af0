import type { ComponentProps, ReactNode } from "react";
import { Field, type FieldText } from "./field.tsx";

type SliderProps = Omit<ComponentProps<"input">, "style" | "type" | "id"> &
  FieldText & {
    /** The value in words, beside the label: "0.6, lively". */
    readonly shown?: ReactNode;
    /** What the two ends mean. */
    readonly ends?: readonly [string, string];
  };

/** A number between two ends. */
export function Slider({ label, hint, error, shown, ends, className, ...rest }: SliderProps) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(control) => (
        <span className="grid gap-0.5">
          <span className="flex items-center gap-3">
            <input {...rest} {...control} type="range" className="slider" />
            {shown !== undefined && (
              <output htmlFor={control.id} className="min-w-10 text-right text-sm font-medium tabular-nums">
                {shown}
              </output>
            )}
          </span>
          {ends && (
            <span className="flex justify-between text-xs text-muted">
              <span>{ends[0]}</span>
              <span>{ends[1]}</span>
            </span>
          )}
        </span>
      )}
    </Field>
  );
}
